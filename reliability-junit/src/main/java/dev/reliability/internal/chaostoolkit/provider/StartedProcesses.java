package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.process.ProcessTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes of one run, found by a mark that each has in its environment, also once what started them is gone. On Linux only:
 * elsewhere nobody tells the environment of a process.
 */
public final class StartedProcesses {
    private static final String METHOD = "/method";
    private static final String ROLLBACKS = "/rollbacks";

    private final String run;
    private final long since;
    private final Set<String> startingParts = ConcurrentHashMap.newKeySet();
    private volatile String part = METHOD;

    private StartedProcesses(String run, long since) {
        this.run = run;
        this.since = since;
    }

    /** Begins a run in this JVM. */
    public static StartedProcesses ofNewRun() {
        long start = ProcessId.of(ProcessHandle.current().pid())
                .map(ProcessId::start)
                .orElse(0L);
        return new StartedProcesses(UUID.randomUUID().toString(), start);
    }

    /** Those of a run that died. */
    public static StartedProcesses ofDeadRun(String run) {
        StartedProcesses dead = new StartedProcesses(run, 0);
        dead.startingParts.addAll(Set.of(METHOD, ROLLBACKS));
        return dead;
    }

    /** What finds them again in another JVM. */
    public String run() {
        return run;
    }

    /** What starts from now on undoes something, and is there to stay. */
    public void undoing() {
        part = ROLLBACKS;
    }

    /** The mark for one more process. */
    String mark() {
        String now = part;
        startingParts.add(now);
        return run + now;
    }

    /** What the method left running, as people know a process. */
    public List<String> leftByMethod() {
        return left(METHOD);
    }

    /** What the rollbacks left running. */
    public List<String> leftByRollbacks() {
        return left(ROLLBACKS);
    }

    /** Looking takes longer than most experiments, which start none. */
    private List<String> left(String by) {
        return startingParts.contains(by) ? shown(tree(by).handles()) : List.of();
    }

    /** Ends what the method left running; returns what is still there. */
    public List<String> endWhatTheMethodLeft() {
        return shown(TreeKiller.kill(tree(METHOD), () -> {}));
    }

    private ProcessTree tree(String of) {
        // there is no root: whoever started them is gone
        return new ProcessTree(new ProcessId(-1, since), run + of);
    }

    private static List<String> shown(List<ProcessHandle> processes) {
        return processes.stream().map(StartedProcesses::shown).toList();
    }

    private static String shown(ProcessHandle process) {
        String command = process.info()
                .command()
                .map(path -> " (" + Path.of(path).getFileName() + ")")
                .orElse("");
        return "PID " + process.pid() + command;
    }
}
