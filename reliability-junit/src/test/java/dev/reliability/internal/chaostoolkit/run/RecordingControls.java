package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.spi.ControlCall;
import dev.reliability.spi.ControlProvider;
import dev.reliability.spi.ExperimentControl;
import dev.reliability.spi.InterruptExperimentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes down when it is called. Its argument {@code at} names a call, such as {@code before method}, at which it does what its
 * argument {@code then} says: fail, interrupt, or set the configuration value {@code changed}.
 */
public final class RecordingControls implements ControlProvider {
    static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());
    static final List<String> CONFIGURED = Collections.synchronizedList(new ArrayList<>());
    static final List<Object> STATES = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Set<String> modules() {
        return Set.of("test.recording", "test.other");
    }

    @Override
    public ExperimentControl control(String module) {
        return new Recording(module.equals("test.other") ? " (other)" : "");
    }

    private static final class Recording implements ExperimentControl {
        private final String suffix;

        private Recording(String suffix) {
            this.suffix = suffix;
        }

        @Override
        public void before(ControlCall call) throws Exception {
            called("before", call);
        }

        @Override
        public void after(ControlCall call) throws Exception {
            if (call.level() == ControlCall.Level.EXPERIMENT || call.level() == ControlCall.Level.LOADING) {
                STATES.add(call.state());
            }
            called("after", call);
        }

        @Override
        public List<String> validate(Map<String, Object> definition) {
            return String.valueOf(definition).contains("nonsense") ? List.of("this is nonsense") : List.of();
        }

        @Override
        public void configure(ControlCall call) throws Exception {
            CONFIGURED.add(call.control());
            happened("configure", call);
        }

        private void called(String scope, ControlCall call) throws Exception {
            String at = scope + " " + call.level().name().toLowerCase(Locale.ROOT);
            boolean activity = call.level() == ControlCall.Level.ACTIVITY;
            CALLS.add(call.control() + suffix + ": " + at
                    + (activity ? " " + call.context().get("name") : ""));
            happened(at, call);
        }

        private static void happened(String at, ControlCall call) {
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
