package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.model.Control;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ControlCall;
import dev.reliability.spi.ControlCall.Level;
import dev.reliability.spi.ExperimentControl;
import dev.reliability.spi.InterruptExperimentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls the controls of an experiment around its parts. */
final class Controls {
    private final RunContext run;
    private final Kit kit;
    private final Map<String, Optional<ExperimentControl>> started = new LinkedHashMap<>();

    /**
     * What controls there can be.
     *
     * @param registry those that are implemented
     * @param global those of every experiment, before its own
     */
    record Kit(ControlRegistry registry, List<Control> global) {}

    Controls(RunContext run, Kit kit) {
        this.run = run;
        this.kit = kit;
    }

    /**
     * Calls the controls of a part before it.
     *
     * @throws InterruptExperimentException if one of them ends the experiment
     */
    void before(Level level, Map<String, @Nullable Object> context, List<Control> own) {
        call("before", level, context, own, null);
    }

    /**
     * Calls the controls of a part after it.
     *
     * @throws InterruptExperimentException if one of them ends the experiment
     */
    void after(Level level, Map<String, @Nullable Object> context, List<Control> own, @Nullable Object state) {
        call("after", level, context, own, state);
    }

    /** Whether anybody wants to know of what came of a part. */
    boolean any(Level level, List<Control> own) {
        return !applying(level, own).isEmpty();
    }

    private void call(
            String scope,
            Level level,
            Map<String, @Nullable Object> context,
            List<Control> own,
            @Nullable Object state) {
        for (Control control : applying(level, own)) {
            if (control.scope().isPresent() && !control.scope().get().equals(scope)) {
                continue;
            }
            Optional<ExperimentControl> code = start(control);
            if (code.isEmpty()) {
                continue;
            }
            Call call = new Call(run, level, control, context, state);
            try {
                if (scope.equals("before")) {
                    code.get().before(call);
                } else {
                    code.get().after(call);
                }
            } catch (InterruptExperimentException e) {
                run.interrupt(String.valueOf(e.getMessage()));
                if (run.strict()) {
                    run.found(
                            Verdict.ABORTED,
                            "the control \"" + control.name() + "\" ended the experiment: " + e.getMessage(),
                            e);
                }
                throw e;
            } catch (Exception e) {
                if (run.strict()) {
                    run.found(
                            Verdict.ERROR,
                            "the control \"" + control.name() + "\" failed " + scope + " the "
                                    + level.name().toLowerCase(Locale.ROOT) + ": " + e,
                            e);
                }
            }
        }
    }

    private synchronized Optional<ExperimentControl> start(Control control) {
        return started.computeIfAbsent(control.name(), name -> kit.registry().create(control.module()));
    }

    /**
     * Which controls apply to a part. Those of the experiment cascade to its parts unless they say otherwise, except to a part
     * that has one of the same name.
     */
    private List<Control> applying(Level level, List<Control> own) {
        if (kit.global().isEmpty()) {
            return ofExperiment(level, own);
        }
        List<Control> all = new ArrayList<>(kit.global());
        all.addAll(ofExperiment(level, own));
        return all;
    }

    private List<Control> ofExperiment(Level level, List<Control> own) {
        List<Control> top = run.file.controls();
        if (level == Level.EXPERIMENT) {
            return top;
        }
        List<Control> cascading = top.stream().filter(Control::automatic).toList();
        if (own.isEmpty() || top.isEmpty()) {
            return own.isEmpty() ? cascading : own;
        }
        if (level == Level.METHOD || level == Level.ROLLBACK) {
            return cascading;
        }
        List<Control> all = new ArrayList<>();
        cascading.stream()
                .filter(control -> own.stream().noneMatch(mine -> mine.name().equals(control.name())))
                .forEach(all::add);
        all.addAll(own);
        return all;
    }

    synchronized void cleanUp() {
        for (Optional<ExperimentControl> control : started.values()) {
            try {
                control.ifPresent(ExperimentControl::cleanUp);
            } catch (RuntimeException e) {
                run.say("A control could not clean up: " + e);
            }
        }
        started.clear();
    }

    private record Call(
            RunContext run,
            Level level,
            Control definition,
            Map<String, @Nullable Object> context,
            @Nullable Object state)
            implements ControlCall {

        @Override
        public String control() {
            return definition.name();
        }

        @Override
        public Map<String, @Nullable Object> arguments() {
            Map<String, Object> filled = Values.asMap(run.scope().substitution().apply(definition.arguments()));
            return filled == null ? Map.of() : filled;
        }

        @Override
        public Map<String, @Nullable Object> experiment() {
            return run.file.source();
        }

        @Override
        public Map<String, @Nullable Object> configuration() {
            return run.scope().configuration();
        }

        @Override
        public Map<String, @Nullable Object> secrets() {
            return run.scope().secrets();
        }

        @Override
        public void configuration(String name, @Nullable Object value) {
            run.configuration(name, value);
        }
    }
}
