package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.spi.ControlCall;
import dev.reliability.spi.ControlProvider;
import dev.reliability.spi.ExperimentControl;
import dev.reliability.spi.InterruptExperimentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes down when it is called. Its argument {@code at} names a call, such as {@code before method}, at which it does what its
 * argument {@code then} says: fail, interrupt, or set the configuration value {@code changed}.
 */
public final class RecordingControls implements ControlProvider {
    static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());
    static final List<Object> STATES = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Set<String> modules() {
        return Set.of("test.recording");
    }

    @Override
    public ExperimentControl control(String module) {
        return new Recording();
    }

    private static final class Recording implements ExperimentControl {
        @Override
        public void before(ControlCall call) throws Exception {
            called("before", call);
        }

        @Override
        public void after(ControlCall call) throws Exception {
            if (call.level() == ControlCall.Level.EXPERIMENT) {
                STATES.add(call.state());
            }
            called("after", call);
        }

        private static void called(String scope, ControlCall call) throws Exception {
            String at = scope + " " + call.level().name().toLowerCase(Locale.ROOT);
            boolean activity = call.level() == ControlCall.Level.ACTIVITY;
            CALLS.add(call.control() + ": " + at
                    + (activity ? " " + call.context().get("name") : ""));
            if (at.equals(call.arguments().get("at"))) {
                switch (String.valueOf(call.arguments().get("then"))) {
                    case "fail" -> throw new IllegalStateException("out of paper");
                    case "interrupt" -> throw new InterruptExperimentException("that is enough");
                    default -> call.configuration("changed", "by the control");
                }
            }
        }

        @Override
        public void cleanUp() {
            CALLS.add("clean up");
        }
    }
}
