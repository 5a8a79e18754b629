package dev.reliability.internal.evidence;

import dev.reliability.internal.evidence.Manifest.Invocation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The test that runs on a thread or on one that started it, and where its evidence goes: for experiments that no annotation
 * announces, since they exist only once their code runs.
 */
public final class TestUnderWay {

    private static final InheritableThreadLocal<@Nullable TestUnderWay> HERE = new InheritableThreadLocal<>();

    private final Invocation test;
    private final Supplier<Manifest> manifest;
    private final @Nullable TestUnderWay around;
    private volatile boolean over;

    private TestUnderWay(Invocation test, Supplier<Manifest> manifest, @Nullable TestUnderWay around) {
        this.test = test;
        this.manifest = manifest;
        this.around = around;
    }

    /**
     * Says that a test begins on this thread.
     *
     * @param manifest makes a reliability test of it, and returns where that is noted
     */
    public static void begins(Invocation test, Supplier<Manifest> manifest) {
        HERE.set(new TestUnderWay(test, manifest, HERE.get()));
    }

    /** Says that a test ends, which began on this thread. */
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

    /** Returns the test to which this thread belongs, if it does. */
    public static Optional<TestUnderWay> here() {
        return Optional.ofNullable(HERE.get()).filter(test -> !test.over);
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
        manifest.get().verdict(test, verdict, message, fault, journal);
    }
}
