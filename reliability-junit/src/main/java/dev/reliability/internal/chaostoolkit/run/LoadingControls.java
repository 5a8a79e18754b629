package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.document.Document;
import dev.reliability.internal.chaostoolkit.model.Control;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ControlCall;
import dev.reliability.spi.ExperimentControl;
import dev.reliability.spi.InterruptExperimentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the controls of every experiment around the loading of one. */
final class LoadingControls {
    private final String source;
    private final boolean strict;
    private final Map<Control, ExperimentControl> controls = new LinkedHashMap<>();

    LoadingControls(String source, boolean strict, Controls.Kit kit) {
        this.source = source;
        this.strict = strict;
        for (Control control : kit.global()) {
            kit.registry().create(control.module()).ifPresent(code -> controls.put(control, code));
        }
    }

    /**
     * Loads it.
     *
     * @throws InvalidExperimentFileException if it cannot be read, or a control is against it
     */
    Document around(Supplier<Document> loading) {
        if (controls.isEmpty()) {
            return loading.get();
        }
        Document document = null;
        try {
            call("before", null);
            document = loading.get();
        } finally {
            try {
                call("after", Values.asMap(document == null ? null : document.root()));
            } finally {
                controls.values().forEach(LoadingControls::cleanUp);
            }
        }
        return document;
    }

    private void call(String scope, @Nullable Map<String, @Nullable Object> experiment) {
        controls.forEach((control, code) -> {
            if (!Controls.isFor(scope, control)) {
                return;
            }
            Call call = new Call(source, control, experiment);
            try {
                Controls.call(scope, code, call);
            } catch (InterruptExperimentException e) {
                throw refused("the control \"" + control.name() + "\" ended the experiment: " + e.getMessage());
            } catch (Exception e) {
                if (strict) {
                    throw refused("the control \"" + control.name() + "\" failed " + scope + " the loading: " + e);
                }
            }
        });
    }

    private InvalidExperimentFileException refused(String why) {
        return new InvalidExperimentFileException(List.of(new Problem(source, 0, "", why)));
    }

    private static void cleanUp(ExperimentControl control) {
        try {
            control.cleanUp();
        } catch (RuntimeException e) {
            System.err.println("[reliability] a control could not clean up: " + e);
        }
    }

    private record Call(String source, Control definition, @Nullable Map<String, @Nullable Object> loaded)
            implements ControlCall {

        @Override
        public Level level() {
            return Level.LOADING;
        }

        @Override
        public String control() {
            return definition.name();
        }

        @Override
        public Map<String, @Nullable Object> arguments() {
            return definition.arguments();
        }

        @Override
        public Map<String, @Nullable Object> context() {
            return Map.of("source", source);
        }

        @Override
        public @Nullable Object state() {
            return loaded;
        }

        @Override
        public Map<String, @Nullable Object> experiment() {
            return loaded == null ? Map.of() : loaded;
        }

        @Override
        public Map<String, @Nullable Object> configuration() {
            return Map.of();
        }

        @Override
        public Map<String, @Nullable Object> secrets() {
            return Map.of();
        }

        @Override
        public void configuration(String name, @Nullable Object value) {
            throw new IllegalStateException("an experiment that is being loaded has no configuration yet");
        }
    }
}
