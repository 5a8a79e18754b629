package dev.reliability.internal.signal;

import dev.reliability.internal.http.HttpExchange.Response;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Signals {@code http://…#header:NAME} and {@code http://…#json:PATH}: who serves is who a good answer names. An answer
 * that is not 2xx names nobody.
 */
public final class HttpSignalProvider implements SignalProvider {

    @Override
    public Set<String> schemes() {
        return HttpAddress.SCHEMES;
    }

    @Override
    public Signal signal(String name, Address address, PlanContext context) {
        HttpAddress where = HttpAddress.parse("signal", address, context);
        HttpPart part = where.part()
                .orElseThrow(() -> new PlanException(
                        "signal \"" + address + "\" does not say who answered: add #header:NAME or #json:PATH"));
        return new HttpSignal(address, where, part);
    }

    private record HttpSignal(Address address, HttpAddress where, HttpPart part) implements Signal {

        @Override
        public Reading read(Duration timeout) throws IOException, InterruptedException {
            Response response = where.exchange().fetch(timeout);
            if (!response.successful()) {
                throw new IOException("GET " + address + " answered " + response.status());
            }
            return new Reading(part.of(response), Map.of("status", response.status()));
        }

        @Override
        public Duration interval() {
            return DnsSignal.INTERVAL;
        }
    }
}
