package dev.reliability.internal.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A process and everything that came from it.
 *
 * <p>On Linux a member is found by any of: being a descendant of a member, living in the session that the root leads,
 * carrying the tree's mark in its environment, having been seen as a member before. So a daemon that forked twice into
 * a session of its own is found by its mark, and one that wiped its environment as long as it was seen once. Elsewhere
 * only descendants, and what was seen before, are found.
 */
public final class ProcessTree {

    /** The environment variable that holds the marks; nested trees append theirs, separated by a comma. */
    public static final String VARIABLE = "RELIABILITY_PROCESS";

    private final ProcessId root;
    private final String mark;
    private final Set<ProcessId> seen = new LinkedHashSet<>();

    public ProcessTree(ProcessId root, String mark) {
        this.root = root;
        this.mark = mark;
        seen.add(root);
    }

    public ProcessId root() {
        return root;
    }

    public String mark() {
        return mark;
    }

    /** The members that run now, the root first. Zombies do not count: they run nothing and hold nothing. */
    public synchronized List<ProcessId> members() {
        List<ProcessId> members = Platform.hasProc() ? linuxMembers() : portableMembers();
        seen.clear();
        seen.addAll(members);
        return members;
    }

    public List<ProcessHandle> handles() {
        return members().stream()
                .map(ProcessId::handle)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableList());
    }

    private List<ProcessId> linuxMembers() {
        Map<Long, LinuxProcesses.Stat> all = LinuxProcesses.all();
        Map<Long, List<Long>> children = new HashMap<>();
        all.values().forEach(stat -> children.computeIfAbsent(stat.parent(), parent -> new ArrayList<>())
                .add(stat.pid()));

        Set<Long> found = new LinkedHashSet<>();
        Deque<Long> open = new ArrayDeque<>();
        for (ProcessId id : seen) {
            LinuxProcesses.Stat stat = all.get(id.pid());
            if (stat != null && stat.start() == id.start()) {
                open.add(id.pid());
            }
        }
        LinuxProcesses.Stat rootNow = all.get(root.pid());
        // a pid stays reserved while it names a session, but only the root itself proves that the session is ours
        boolean ownsSession = rootNow != null && rootNow.start() == root.start() && rootNow.session() == root.pid();
        for (LinuxProcesses.Stat stat : all.values()) {
            if ((ownsSession && stat.session() == root.pid()) || isMarked(stat)) {
                open.add(stat.pid());
            }
        }
        long self = ProcessHandle.current().pid();
        while (!open.isEmpty()) {
            long pid = open.remove();
            if (pid != self && found.add(pid)) {
                open.addAll(children.getOrDefault(pid, List.of()));
            }
        }
        List<ProcessId> members = new ArrayList<>();
        for (long pid : found) {
            LinuxProcesses.Stat stat = all.get(pid);
            if (stat != null && !stat.gone()) {
                members.add(ProcessId.of(stat));
            }
        }
        return rootFirst(members);
    }

    private List<ProcessId> portableMembers() {
        Map<Long, ProcessId> members = new LinkedHashMap<>();
        for (ProcessId id : seen) {
            id.handle().filter(ProcessHandle::isAlive).ifPresent(handle -> {
                members.putIfAbsent(id.pid(), id);
                handle.descendants().forEach(child -> ProcessId.of(child.pid())
                        .filter(ProcessId::isAlive)
                        .ifPresent(childId -> members.putIfAbsent(child.pid(), childId)));
            });
        }
        return rootFirst(members.values());
    }

    private List<ProcessId> rootFirst(Collection<ProcessId> members) {
        List<ProcessId> ordered = new ArrayList<>(members);
        if (ordered.remove(root)) {
            ordered.add(0, root);
        }
        return List.copyOf(ordered);
    }

    private boolean isMarked(LinuxProcesses.Stat stat) {
        // what is older than the root cannot come from it: that spares reading nearly all environments
        return stat.start() >= root.start()
                && LinuxProcesses.environment(stat.pid()).contains(mark);
    }
}
