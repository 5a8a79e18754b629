package dev.reliability.internal.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Ends process trees and does not return before they are gone. */
final class TreeEnder {

    private static final Duration POLL = Duration.ofMillis(5);
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
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean emptyBefore = false;
        while (true) {
            List<ProcessId> left = members(trees);
            // a child between fork and exec may be missed once: only two empty looks in a row count
            if (left.isEmpty() && emptyBefore) {
                return List.of();
            }
            emptyBefore = left.isEmpty();
            if (!left.isEmpty() && System.nanoTime() > deadline) {
                return left;
            }
            left.forEach(id -> id.handle().ifPresent(ProcessHandle::destroyForcibly));
            Pause.uninterruptibly(POLL);
        }
    }

    private static void request(Collection<ProcessTree> trees, Duration grace) {
        List<Long> pids = pids(members(trees));
        Signals.send(pids, "TERM");
        // a stopped process sees the request only once it continues
        Signals.send(pids, "CONT");
        long deadline = System.nanoTime() + grace.toNanos();
        while (System.nanoTime() < deadline && !members(trees).isEmpty()) {
            Pause.uninterruptibly(POLL);
        }
    }

    private static List<ProcessId> members(Collection<ProcessTree> trees) {
        return trees.stream()
                .flatMap(tree -> tree.members().stream())
                .distinct()
                .collect(Collectors.toList());
    }

    private static List<Long> pids(List<ProcessId> members) {
        return members.stream().map(ProcessId::pid).collect(Collectors.toList());
    }
}
