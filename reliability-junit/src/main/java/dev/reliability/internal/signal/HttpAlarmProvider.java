package dev.reliability.internal.signal;

import dev.reliability.internal.http.HttpExchange.Response;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Alarms {@code http://…}, which fire unless the answer is 2xx, also when there is none; and {@code http://…#json:PATH},
 * which fire when the answer, whatever its status, says anything but {@code true} there. Without an answer the state of the
 * latter is unknown: a dead service has not said that its database is gone.
 */
public final class HttpAlarmProvider implements AlarmProvider {

    @Override
    public Set<String> schemes() {
        return HttpAddress.SCHEMES;
    }

    @Override
    public Alarm alarm(String name, Address address, PlanContext context) {
        HttpAddress where = HttpAddress.parse("alarm", address, context);
        if (where.part().isEmpty()) {
            return new HttpAlarm(timeout -> byStatus(where, timeout));
        }
        if (where.part().get() instanceof HttpPart.InJson json) {
            return new HttpAlarm(timeout -> byJson(where, json, timeout));
        }
        throw new PlanException("alarm \"" + address + "\" looks at a header: only #json:PATH can be true or not");
    }

    private record HttpAlarm(Alarm asked) implements Alarm {

        @Override
        public State state(Duration timeout) throws Exception {
            return asked.state(timeout);
        }

        @Override
        public Duration interval() {
            return DnsSignal.INTERVAL;
        }
    }

    private static Alarm.State byStatus(HttpAddress where, Duration timeout) throws InterruptedException {
        try {
            Response response = where.exchange().fetch(timeout);
            return new Alarm.State(!response.successful(), String.valueOf(response.status()));
        } catch (IOException e) {
            return new Alarm.State(true, String.valueOf(e.getMessage()));
        }
    }

    private static Alarm.State byJson(HttpAddress where, HttpPart.InJson json, Duration timeout)
            throws IOException, InterruptedException {
        Set<String> said = json.of(where.exchange().fetch(timeout));
        return new Alarm.State(!said.equals(Set.of("true")), json.path() + " is " + String.join(", ", said));
    }
}
