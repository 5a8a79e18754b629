package dev.reliability.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.process.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends a test JVM, the processes that it started end with it, and so does its guard. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is left is looked up in /proc")
class JvmEndTest {

    /** Inherited by all that the doomed JVM starts, so that anything left is found, and nothing else is. */
    private static final String TAG = "DOOMED_JVM";

    private final String tag = UUID.randomUUID().toString();

    @AfterEach
    void leaveNothing() throws IOException {
        for (ProcessId id : tagged()) {
            id.handle().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void aSignalledJvmLeavesNothing(String signal) throws Exception {
        Process jvm = doomed("wait");
        readUntil(jvm, "started");
        assertThat(tagged()).as("JVM, guard, root, child, daemon and its sleep").hasSizeGreaterThanOrEqualTo(5);
        Signals.send(jvm.pid(), signal);
        awaitNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "halt"})
    void aJvmThatEndsItselfLeavesNothing(String how) throws Exception {
        Process jvm = doomed(how);
        readUntil(jvm, "started");
        awaitNothingLeft();
    }

    @Test
    void aFrozenTreeIsEndedToo() throws Exception {
        Process jvm = doomed("frozen");
        readUntil(jvm, "done");
        Signals.send(jvm.pid(), "KILL");
        awaitNothingLeft();
    }

    /** The build runs in a job of a shell whose first process ends; with a frozen process in that job, the kernel would hang it up. */
    @Test
    void aFrozenProcessDoesNotHangItsBuildUp() throws Exception {
        String job = "echo leader=$$; \"$@\" <&3 & while :; do sleep 1; done";
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "bash",
                "-c",
                "exec 3<&0; set -m; sh -c '" + job + "' sh \"$@\"; while :; do sleep 1; done",
                "bash"));
        command.addAll(TinyServer.java(DoomedJvm.class, "frozen"));
        Process session = tagged(command);
        List<String> said = readUntil(session, "done");
        ProcessId root = pid("root", said);
        ProcessId leader = pid("leader", said);
        assertThat(state(root)).isEqualTo('T');

        Signals.send(leader.pid(), "KILL");
        await().until(() -> !leader.isAlive());

        assertThat(state(root)).as("neither hung up nor continued").isEqualTo('T');
        assertThat(tagged()).as("shell, JVM, guard, root and child").hasSizeGreaterThanOrEqualTo(5);
        session.getOutputStream().close();
        await().until(() -> !root.isAlive());
        session.destroyForcibly();
        awaitNothingLeft();
    }

    private static char state(ProcessId process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    @Test
    void aSignalToTheWholeProcessGroupDoesNotReachTheGuard() throws Exception {
        Process jvm = doomed("wait");
        List<String> said = readUntil(jvm, "started");
        ProcessId guard = pid("guard", said);
        for (String signal : List.of("INT", "TERM", "HUP", "QUIT")) {
            Signals.send(guard.pid(), signal);
        }
        assertThat(guard.isAlive()).isTrue();
        Signals.send(jvm.pid(), "KILL");
        awaitNothingLeft();
    }

    @Test
    void aKilledGuardIsReplacedBeforeItIsNeeded() throws Exception {
        Process jvm = doomed("unguarded");
        readUntil(jvm, "done");
        Signals.send(jvm.pid(), "KILL");
        awaitNothingLeft();
    }

    @RepeatedTest(10)
    void aJvmKilledWhileItStartsAProcessLeavesNothing(RepetitionInfo repetition) throws Exception {
        Process jvm = doomed("race");
        readUntil(jvm, "starting");
        // moments spread over the guard's start, the registration, and the process's own start
        await().pollDelay(Duration.ofMillis(40L * (repetition.getCurrentRepetition() - 1)))
                .until(() -> true);
        Signals.send(jvm.pid(), "KILL");
        awaitNothingLeft();
    }

    private Process doomed(String how) throws IOException {
        return tagged(TinyServer.java(DoomedJvm.class, how));
    }

    private Process tagged(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(TAG, tag);
        return builder.start();
    }

    private static List<String> readUntil(Process jvm, String last) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = jvm.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.equals(last)) {
                return lines;
            }
        }
        throw new AssertionError("the JVM ended without saying \"" + last + "\": " + lines);
    }

    private void awaitNothingLeft() throws Exception {
        await("nothing left")
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(tagged()).isEmpty());
    }

    private static ProcessId pid(String name, List<String> said) {
        return said.stream()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .flatMap(line -> ProcessId.of(Long.parseLong(line.substring(name.length() + 1))))
                .orElseThrow();
    }

    private List<ProcessId> tagged() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(entry -> environment(entry).contains(TAG + "=" + tag))
                    .map(entry ->
                            ProcessId.of(Long.parseLong(entry.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .filter(ProcessId::isAlive)
                    .toList();
        }
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
