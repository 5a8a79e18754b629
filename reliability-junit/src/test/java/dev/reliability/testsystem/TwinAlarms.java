package dev.reliability.testsystem;

import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.PlanContext;
import java.util.Set;

/** Two back ends of one scheme, as two versions of one library on a class path are. */
public final class TwinAlarms {

    private TwinAlarms() {}

    /** The one. */
    public static final class One implements AlarmProvider {

        @Override
        public Set<String> schemes() {
            return Set.of("twin");
        }

        @Override
        public Alarm alarm(String name, Address address, PlanContext context) {
            return timeout -> new Alarm.State(false, "OK");
        }
    }

    /** The other. */
    public static final class Other implements AlarmProvider {

        @Override
        public Set<String> schemes() {
            return Set.of("twin");
        }

        @Override
        public Alarm alarm(String name, Address address, PlanContext context) {
            return timeout -> new Alarm.State(true, "ALARM");
        }
    }
}
