package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.process.ProcessTree;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Kills a tree until two looks in a row find nothing of it. */
final class TreeKiller {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

    private TreeKiller() {}

    static List<ProcessHandle> kill(ProcessTree tree, Process root) {
        return kill(tree, root::destroyForcibly);
    }

    /**
     * Kills it.
     *
     * @param alsoRoot called with every round
     */
    static List<ProcessHandle> kill(ProcessTree tree, Runnable alsoRoot) {
        long deadline = System.nanoTime() + PATIENCE;
        boolean goneBefore = false;
        while (true) {
            List<ProcessHandle> left = tree.handles();
            if (left.isEmpty() && goneBefore) {
                return left;
            }
            goneBefore = left.isEmpty();
            if (System.nanoTime() > deadline) {
                return left;
            }
            // a child of a process that was asked nicely could be forked in between: nobody is asked
            left.forEach(ProcessHandle::destroyForcibly);
            alsoRoot.run();
            LockSupport.parkNanos(POLL);
        }
    }
}
