package dev.reliability.internal.evidence;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.evidence.Manifest.Invocation;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The test, or the class or factory of tests, that runs on a thread or on one that started it, and where its evidence goes: for
 * experiments that no annotation announces, since they exist only once their code runs.
 */
public final class TestUnderWay {

    private static final InheritableThreadLocal<@Nullable TestUnderWay> HERE = new InheritableThreadLocal<>();
    private static final Deque<Function<String, Optional<String>>> PLANS = new ConcurrentLinkedDeque<>();

    private final Invocation test;
    private final Supplier<Manifest> manifest;
    private final @Nullable TestUnderWay around;
    private final boolean told;
    private volatile boolean over;
    private volatile @Nullable Consumer<ExperimentResult> reports;

    private TestUnderWay(
            Invocation test, Supplier<Manifest> manifest, @Nullable TestUnderWay around, boolean toldHowItEnds) {
        this.test = test;
        this.manifest = manifest;
        this.around = around;
        this.told = toldHowItEnds;
    }

    /**
     * Says that tests are about to run in this JVM.
     *
     * @param parameters JUnit's configuration parameters
     */
    public static void planBegins(Function<String, Optional<String>> parameters) {
        PLANS.push(parameters);
    }

    /** Returns JUnit's configuration parameters of the tests that run in this JVM; where none run, nothing has a value. */
    public static Function<String, Optional<String>> parameters() {
        Function<String, Optional<String>> plan = PLANS.peek();
        return plan == null ? name -> Optional.empty() : plan;
    }

    /** Says that the tests that began last are over. */
    public static void planEnds() {
        PLANS.poll();
    }

    /**
     * Says that a test, or a container of tests, begins on this thread.
     *
     * @param manifest makes a reliability test of it, and returns where that is noted
     */
    public static void begins(Invocation test, Supplier<Manifest> manifest) {
        HERE.set(new TestUnderWay(test, manifest, HERE.get(), true));
    }

    /** Says that a test or container ends, which began on this thread. */
    public static void ends(String uniqueId) {
        TestUnderWay ending = HERE.get();
        if (ending == null || !ending.test.uniqueId().equals(uniqueId)) {
            return;
        }
        // threads that it started may outlive it, and be used by others
        ending.over = true;
        if (ending.around == null) {
            HERE.remove();
        } else {
            HERE.set(ending.around);
        }
    }

    /** Returns the innermost test or container to which this thread belongs, if it belongs to any that is not over. */
    public static Optional<TestUnderWay> here() {
        TestUnderWay innermost = HERE.get();
        while (innermost != null && innermost.over) {
            innermost = innermost.around;
        }
        return Optional.ofNullable(innermost);
    }

    /**
     * Returns what stands for a test where there is none, as in a program of its own or on a thread that no test started. JUnit
     * will not tell how it ended: the verdict does.
     *
     * @param caller the class that runs the experiment
     * @param title of the experiment
     * @param parameters where settings are looked up, unless tests run in this JVM: then theirs count
     */
    public static TestUnderWay outside(Class<?> caller, String title, Function<String, Optional<String>> parameters) {
        TestKey key = new TestKey(List.of(caller.getName()), title);
        Function<String, Optional<String>> plan = PLANS.peek();
        return new TestUnderWay(
                Invocation.now("[experiment:" + UUID.randomUUID() + "]", key, title),
                () -> {
                    Manifest opened = Manifest.in(plan == null ? parameters : plan);
                    opened.testedFrom(caller);
                    opened.joined(List.of(key));
                    return opened;
                },
                null,
                false);
    }

    /** Tells whether this is the test or container with this id. */
    public boolean is(String uniqueId) {
        return test.uniqueId().equals(uniqueId);
    }

    /** Says who puts results into JUnit's reports, in this test and what runs inside of it. */
    public void reportsTo(Consumer<ExperimentResult> reader) {
        reports = reader;
    }

    /** Puts the result of an experiment into JUnit's reports, where somebody can. */
    public void report(ExperimentResult result) {
        for (TestUnderWay each = this; each != null; each = each.around) {
            Consumer<ExperimentResult> reader = each.reports;
            if (reader != null && !each.over) {
                reader.accept(result);
                return;
            }
        }
    }

    /** Makes a reliability test of it: from now on the gate asks how it ended. */
    public void hasExperiment() {
        Manifest unused = manifest.get();
    }

    /**
     * Notes the verdict of an experiment in it.
     *
     * @param verdict a verdict, or {@code INVALID}
     * @param message its first line; empty for a pass
     * @param fault whether a fault was part of it
     * @param journal its journal, if there is one
     */
    public void verdict(String verdict, String message, boolean fault, Optional<Path> journal) {
        Manifest opened = manifest.get();
        opened.verdict(test, verdict, message, fault, journal);
        if (!told) {
            opened.outcome(
                    test.uniqueId(), test.key(), true, verdict.equals("PASSED") ? "SUCCESSFUL" : "FAILED", message);
        }
    }
}
