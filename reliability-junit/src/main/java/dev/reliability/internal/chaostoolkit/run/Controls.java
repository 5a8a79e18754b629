package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.model.Control;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ControlCall;
import dev.reliability.spi.ControlCall.Level;
import dev.reliability.spi.ExperimentControl;
import dev.reliability.spi.InterruptExperimentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls the controls of an experiment around its parts. */
final class Controls {
    private final RunContext run;
    private final Kit kit;
    private final List<ExperimentControl> created = new ArrayList<>();
    private final Map<Code, ExperimentControl> ready = new ConcurrentHashMap<>();

    /**
     * What controls there can be.
     *
     * @param registry those that are implemented
     * @param global those of every experiment, before its own
     */
    record Kit(ControlRegistry registry, List<Control> global) {}

    /** One object per name, however often the file has it, unless it means another module there. */
    private record Code(String name, String module) {
        Code(Control control) {
            this(control.name(), control.module());
        }
    }

    Controls(RunContext run, Kit kit) {
        this.run = run;
        this.kit = kit;
    }

    /**
     * Lets every control prepare for the run.
     *
     * @throws InterruptExperimentException if one of them ends the experiment; strictly, also if one cannot
     */
    void configure() {
        Set<Code> seen = new HashSet<>();
        for (Control control : all()) {
            Optional<ExperimentControl> code =
                    seen.add(new Code(control)) ? kit.registry().create(control.module()) : Optional.empty();
            if (code.isPresent()) {
                created(code.get());
                if (configure(control, code.get())) {
                    ready.put(new Code(control), code.get());
                }
            }
        }
    }

    /** Tells whether it is to be called. */
    private boolean configure(Control control, ExperimentControl code) {
        try {
            code.configure(new Call(run, Level.EXPERIMENT, control, run.file.source(), null));
            return true;
        } catch (Exception | Error e) {
            if (!run.strict()) {
                // as the tool has it: only those of every experiment are given up
                return !kit.global().contains(control);
            }
            if (e instanceof InterruptExperimentException interrupt) {
                throw interrupted(control, interrupt);
            }
            String text = "the control \"" + control.name() + "\" could not be configured: " + e;
            run.found(Verdict.ERROR, text, e);
            run.interrupt(text);
            throw new InterruptExperimentException(text);
        }
    }

    private synchronized void created(ExperimentControl control) {
        created.add(control);
    }

    private List<Control> all() {
        List<Control> all = new ArrayList<>(kit.global());
        all.addAll(run.file.controls());
        run.file.hypothesis().ifPresent(hypothesis -> {
            all.addAll(hypothesis.controls());
            hypothesis.probes().forEach(probe -> all.addAll(probe.controls()));
        });
        run.file.method().forEach(activity -> all.addAll(activity.controls()));
        run.file.rollbacks().forEach(activity -> all.addAll(activity.controls()));
        return all;
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
            if (!isFor(scope, control)) {
                continue;
            }
            ExperimentControl code = ready.get(new Code(control));
            if (code == null) {
                continue;
            }
            Call call = new Call(run, level, control, context, state);
            try {
                call(scope, code, call);
            } catch (InterruptExperimentException e) {
                throw interrupted(control, e);
            } catch (Exception | Error e) {
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

    /** Tells whether a control is to be called before, or after, the parts that it applies to. */
    static boolean isFor(String scope, Control control) {
        return control.scope().isEmpty() || control.scope().get().equals(scope);
    }

    static void call(String scope, ExperimentControl code, ControlCall call) throws Exception {
        if (scope.equals("before")) {
            code.before(call);
        } else {
            code.after(call);
        }
    }

    private InterruptExperimentException interrupted(Control control, InterruptExperimentException e) {
        run.interrupt(String.valueOf(e.getMessage()));
        if (run.strict()) {
            run.found(
                    Verdict.ABORTED,
                    "the control \"" + control.name() + "\" ended the experiment: " + e.getMessage(),
                    e);
        }
        return e;
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
        for (ExperimentControl control : created) {
            try {
                control.cleanUp();
            } catch (RuntimeException | Error e) {
                run.say("A control could not clean up: " + e);
            }
        }
        created.clear();
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
