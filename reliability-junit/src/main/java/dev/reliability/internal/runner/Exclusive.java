package dev.reliability.internal.runner;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Experiments of this JVM run one at a time, or side by side on disjoint targets if asked for. Semaphores, because a run is
 * begun and ended by different threads; taken in one order, so that two runs cannot wait for each other.
 */
final class Exclusive {

    private static final ConcurrentHashMap<String, Semaphore> SEMAPHORES = new ConcurrentHashMap<>();
    private static final Set<Thread> BODIES = ConcurrentHashMap.newKeySet();
    private static final String EVERYTHING = "";

    private final Set<String> held;
    private final boolean waited;

    private Exclusive(Set<String> held, boolean waited) {
        this.held = held;
        this.waited = waited;
    }

    /**
     * Waits until nothing of what is wanted is under experiment.
     *
     * @param waiting begun for as long as another experiment has to be waited for
     */
    static Exclusive take(Collection<String> resources, boolean parallelTargets, Supplier<Progress> waiting) {
        Set<String> wanted = parallelTargets ? new TreeSet<>(resources) : Set.of(EVERYTHING);
        boolean waited = false;
        for (String resource : wanted) {
            Semaphore semaphore = semaphore(resource);
            if (!semaphore.tryAcquire()) {
                waited = true;
                Progress progress = waiting.get();
                try {
                    semaphore.acquireUninterruptibly();
                } finally {
                    progress.close();
                }
            }
        }
        return new Exclusive(wanted, waited);
    }

    /** Tells whether another experiment came first, and may have changed what was planned on. */
    boolean waited() {
        return waited;
    }

    void release() {
        held.forEach(resource -> semaphore(resource).release());
    }

    private static Semaphore semaphore(String resource) {
        return SEMAPHORES.computeIfAbsent(resource, key -> new Semaphore(1, true));
    }

    /** Tells whether a thread is inside the body of an experiment, where a second one would wait for ever. */
    static boolean insideBody(Thread thread) {
        return BODIES.contains(thread);
    }

    static void enterBody(Thread thread) {
        BODIES.add(thread);
    }

    static void leaveBody(Thread thread) {
        BODIES.remove(thread);
    }
}
