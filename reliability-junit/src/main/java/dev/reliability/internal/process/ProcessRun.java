package dev.reliability.internal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** One operating-system process from its start to its proven end, with all that came from it. */
final class ProcessRun {

    // The program runs only once the gate is opened, that is, once the guard knows the pid, which exec keeps. If the
    // test JVM dies before, the shell reads the end of its input and goes. The session of its own keeps Ctrl-C away and
    // makes members known that wipe their environment.
    private static final String GATE = "read -r _ || exit 125; exec </dev/null; " + OwnSession.EXEC;

    private static final Duration OUTPUT_END = Duration.ofSeconds(1);

    private final String name;
    private final Process process;
    private final ProcessTree tree;
    private final Thread pump;
    private volatile boolean ended;

    private ProcessRun(String name, Process process, ProcessTree tree, Thread pump) {
        this.name = name;
        this.process = process;
        this.tree = tree;
        this.pump = pump;
    }

    /** Starts the process behind its gate, in the guard's care. Nothing of the command has run when this returns. */
    static ProcessRun prepare(
            String name, List<String> command, Map<String, String> env, Path directory, CapturedOutput output)
            throws IOException {
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        String outer = environment.get(ProcessTree.VARIABLE);
        environment.putAll(env);
        // a process under test may itself run tests: its children carry both marks
        environment.put(ProcessTree.VARIABLE, outer == null ? mark : outer + "," + mark);
        if (Platform.isWindows()) {
            builder.command(command).redirectInput(new File("NUL"));
        } else {
            requireProgram(command.get(0), environment.getOrDefault("PATH", ""), directory);
            builder.command(gated(command, environment));
        }
        output.beginRun();
        Process process = builder.start();
        ProcessId root = ProcessId.of(process.pid()).orElseGet(() -> new ProcessId(process.pid(), 0));
        ProcessTree tree = new ProcessTree(root, mark);
        Thread pump = output.pump(process.getInputStream(), "output of " + name);
        try {
            GuardClient.shared().register(tree);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
        return new ProcessRun(name, process, tree, pump);
    }

    void openGate() throws IOException {
        if (!Platform.isWindows()) {
            process.getOutputStream().write('\n');
        }
        process.getOutputStream().close();
    }

    Process process() {
        return process;
    }

    ProcessTree tree() {
        return tree;
    }

    /** The JDK takes a process for alive until it has fetched its status, which is a moment after it is gone. */
    boolean isAlive() {
        return process.isAlive() && tree.root().isAlive();
    }

    /** The exit code of a process that has ended. */
    int exitCode() {
        awaitStatus();
        return process.exitValue();
    }

    /** Ends the whole tree and returns when it is gone, its output is read and its ports are free. */
    void end(Duration grace) {
        if (ended) {
            return;
        }
        List<ProcessId> left = TreeEnder.end(List.of(tree), grace);
        if (!left.isEmpty()) {
            String pids = left.stream().map(id -> Long.toString(id.pid())).collect(Collectors.joining(" "));
            throw new IllegalStateException("process " + name + " could not be killed within "
                    + TreeEnder.PATIENCE.toSeconds() + " s; still there: " + pids
                    + ". They hang in the kernel, or belong to another user. End them with: kill -9 " + pids);
        }
        reap();
        GuardClient.shared().release(tree);
        ended = true;
    }

    /** The tree is gone already; this waits for the root's status and for the rest of the output. */
    private void reap() {
        awaitStatus();
        happens(() -> !pump.isAlive(), OUTPUT_END);
    }

    private void awaitStatus() {
        if (!happens(() -> !process.isAlive(), TreeEnder.PATIENCE)) {
            throw new IllegalStateException("process " + name + " pid " + process.pid() + " ended but was not reaped");
        }
    }

    private static boolean happens(BooleanSupplier condition, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Pause.uninterruptibly(Duration.ofMillis(1));
        }
        return true;
    }

    private static List<String> gated(List<String> command, Map<String, String> environment) {
        List<String> gated = new ArrayList<>(List.of("/bin/sh", "-c", GATE, "sh"));
        // some shells drop variables that they could not name themselves, such as spring.datasource.url
        List<String> dropped = environment.entrySet().stream()
                .filter(entry -> !entry.getKey().matches("[A-Za-z_][A-Za-z0-9_]*|-.*"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        if (!dropped.isEmpty()) {
            gated.add("env");
            gated.addAll(dropped);
        }
        gated.addAll(command);
        return gated;
    }

    private static void requireProgram(String program, String path, Path directory) throws IOException {
        if (program.contains("/")) {
            if (!isProgram(directory.resolve(program))) {
                throw new IOException(
                        "expected an executable program at " + directory.resolve(program) + ", but there is none");
            }
        } else if (List.of(path.split(File.pathSeparator, -1)).stream()
                .noneMatch(entry -> isProgram(directory.resolve(entry).resolve(program)))) {
            throw new IOException("expected the program " + program + " on the PATH, but it is not on " + path);
        }
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
