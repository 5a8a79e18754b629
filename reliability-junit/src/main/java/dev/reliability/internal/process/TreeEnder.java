package dev.reliability.internal.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Ends process trees and does not return before they are gone. */
final class TreeEnder {

    /** Only a process that hangs in the kernel survives SIGKILL for as long as this. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private TreeEnder() {}

    /**
     * Asks with SIGTERM, waits for {@code grace}, then kills.
     *
     * @param grace how long to wait after SIGTERM; zero sends none
     * @return what is still there, empty if all is well
     */
    static List<ProcessId> end(Collection<ProcessTree> trees, Duration grace) {
        if (!grace.isZero() && !Platform.isWindows()) {
            request(trees, grace);
        }
        return kill(trees);
    }

    private static void request(Collection<ProcessTree> trees, Duration grace) {
        Set<ProcessId> asked = new HashSet<>();
        long begin = System.nanoTime();
        do {
            boolean gone = true;
            List<Long> toAsk = new ArrayList<>();
            for (ProcessTree tree : trees) {
                List<ProcessId> members = tree.members();
                gone &= members.isEmpty();
                // what a root starts after the request may be its way of tidying up; what outlives the root is not
                if (!asked.contains(tree.root()) || !members.contains(tree.root())) {
                    members.stream().filter(asked::add).map(ProcessId::pid).forEach(toAsk::add);
                }
                asked.add(tree.root());
            }
            if (gone) {
                return;
            }
            Signals.send(toAsk, "TERM");
            // a stopped process sees the request only once it continues
            Signals.send(toAsk, "CONT");
            pause(begin);
        } while (System.nanoTime() - begin < grace.toNanos());
    }

    private static List<ProcessId> kill(Collection<ProcessTree> trees) {
        long begin = System.nanoTime();
        boolean emptyBefore = false;
        while (true) {
            List<ProcessId> left = new ArrayList<>();
            trees.forEach(tree -> left.addAll(tree.members()));
            // a child between fork and exec may be missed once: only two empty looks in a row count
            if (left.isEmpty() && emptyBefore) {
                return List.of();
            }
            emptyBefore = left.isEmpty();
            if (!left.isEmpty() && System.nanoTime() - begin > PATIENCE.toNanos()) {
                return left;
            }
            left.forEach(id -> id.handle().ifPresent(ProcessHandle::destroyForcibly));
            pause(begin);
        }
    }

    /** Short at first, because most trees go at once; a look at all processes is not free. */
    private static void pause(long begin) {
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        Pause.uninterruptibly(Duration.ofMillis(Math.min(50, 2 + elapsed / 10)));
    }
}
