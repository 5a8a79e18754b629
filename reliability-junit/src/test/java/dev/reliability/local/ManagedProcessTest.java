package dev.reliability.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.internal.process.CapturedOutput;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.process.Readiness;
import dev.reliability.internal.process.Supervisors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands under test are POSIX programs")
class ManagedProcessTest extends WithProcesses {

    @Test
    void startsWaitsUntilReadyAndCapturesBothStreams() {
        ManagedProcess process =
                build(sh("echo \"out $GREETING $(pwd)\"; echo err >&2; sleep 0.2; echo ready 7; exec sleep 300")
                        .env("GREETING", "hello")
                        .directory(directory)
                        .readyWhen("log:^ready [0-9]$"));
        process.start();

        assertThat(process.isAlive()).isTrue();
        assertThat(process.isReady()).isTrue();
        assertThat(process.output()).contains("out hello " + directory, "err", "ready 7");
        assertThat(process.pid()).isEqualTo(process.handle().pid());
        assertThat(process.startCount()).isEqualTo(1);

        long pid = process.pid();
        process.start();
        assertThat(process.pid()).as("starting again does nothing").isEqualTo(pid);
        assertThat(process.startCount()).isEqualTo(1);
    }

    /** What it is frozen with is then in no process group of the build. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sessions are looked up in /proc")
    void hasASessionOfItsOwnAlsoWhereThereIsNoSetsid() throws IOException {
        Path perl = Path.of("/usr/bin/perl");
        assumeTrue(Files.isExecutable(perl), "there is no perl");
        Path programs = Files.createDirectory(directory.resolve("programs"));
        Files.createSymbolicLink(programs.resolve("perl"), perl);
        Files.createSymbolicLink(
                programs.resolve("sleep"), Path.of("/bin/sleep").toRealPath());
        ManagedProcess process = build(ManagedProcess.command("sleep", "300").env("PATH", programs.toString()));
        process.start();

        await().untilAsserted(() -> assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")))
                .isEqualTo("sleep\000300\000"));
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3])
                .as("the session")
                .isEqualTo(String.valueOf(process.pid()));
    }

    @Test
    void argumentsAndEnvironmentArePassedAsDataAndUnusualNamesSurvive() {
        String nasty = "a b'c\"d$(touch hacked);`id`\\n*";
        ManagedProcess process = build(ManagedProcess.command(
                        "sh",
                        "-c",
                        "printf '[%s]\\n' \"$1\" \"$PLAIN\" \"$COMPUTED\"; echo done; exec sleep 300",
                        "sh",
                        nasty)
                .directory(directory)
                .env("PLAIN", nasty)
                .env("COMPUTED", self -> "name is " + self.name())
                .readyWhen("log:^done$"));
        process.start();

        assertThat(process.output()).isEqualTo("[" + nasty + "]\n[" + nasty + "]\n[name is sh]\ndone\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void variablesThatAShellCouldNotNameReachTheProcess() {
        ManagedProcess process =
                build(ManagedProcess.command(TinyServer.java(PrintVariable.class, "spring.datasource.url"))
                        .env("spring.datasource.url", "jdbc:x 'y' $z")
                        .readyWhen("log:done"));
        process.start();
        assertThat(process.output()).startsWith("jdbc:x 'y' $z\n");
    }

    @Test
    void writesOutputToAFileWhichRestartsAppendTo() {
        Path file = directory.resolve("deep/out.log");
        ManagedProcess process = build(
                sh("echo started; exec sleep 300").readyWhen("log:started").output(file));
        process.start();
        process.restart();
        process.close();
        assertThat(file).hasContent("started\nstarted\n");
        assertThat(process.output()).isEqualTo("started\nstarted\n");
    }

    @Test
    void outputIsBoundedAndKeepsItsEnd() {
        ManagedProcess process = build(sh("yes 0123456789abcdef | head -n 40000; echo the end; exec sleep 300")
                .readyWhen("log:the end"));
        process.start();
        assertThat(process.output()).hasSize(256 * 1024).endsWith("the end\n");
    }

    @Test
    void becomesReadyByHttpAndTcp() throws IOException {
        int port = freePort();
        ManagedProcess http = build(ManagedProcess.command(TinyServer.command(port))
                .name("web")
                .readyWhen("http://127.0.0.1:" + port + "/health"));
        http.start();
        assertThat(http.isReady()).isTrue();

        http.freeze();
        assertThat(http.isReady()).as("a frozen process answers nothing").isFalse();
        http.thaw();
        assertThat(http.isReady()).isTrue();

        http.kill();
        assertThat(http.isReady()).isFalse();
        assertPortFree(port);

        ManagedProcess tcp =
                build(ManagedProcess.command(TinyServer.command(port, "503")).readyWhen("tcp://127.0.0.1:" + port));
        tcp.start();
        assertThat(tcp.isReady()).isTrue();
    }

    @Test
    void aStartThatIsNotReadyInTimeSaysWhatItSawAndLeavesNothing() throws IOException {
        int port = freePort();
        ManagedProcess process = build(ManagedProcess.command(TinyServer.command(port, "503"))
                .name("web")
                .readyWhen("http://127.0.0.1:" + port + "/health")
                .readyWithin(Duration.ofSeconds(3)));
        assertThatIllegalStateException()
                .isThrownBy(process::start)
                .withMessageMatching(
                        "(?s)process web \\(pid [0-9]+\\) was not ready within 3 s: expected http://127.0.0.1:" + port
                                + "/health to answer 2xx, last got 503; it was still running and has been killed\\. "
                                + "No process is left\\. Command: .*Its last output:\n  listening on " + port);
        assertThat(process.tree()).isEmpty();
        assertPortFree(port);
    }

    @Test
    void aProcessThatEndsBeforeItIsReadySaysItsExitCodeAndLastOutput() {
        ManagedProcess process = build(sh("echo pid=$$; sleep 300 & echo child=$!; echo no license >&2; exit 3")
                .name("app")
                .readyWhen("log:^up$"));
        assertThatIllegalStateException()
                .isThrownBy(process::start)
                .withMessageContaining("process app (pid ")
                .withMessageContaining("ended with exit code 3 before it was ready")
                .withMessageContaining("expected a line of output to match \"^up$\", last ")
                .withMessageMatching("(?s).*last (no line matched|nothing yet)\\. No process is left.*")
                .withMessageContaining("  no license");
        assertThat(process.isAlive()).isFalse();
        assertThat(process.tree()).isEmpty();
    }

    @Test
    void aMissingProgramIsSaidPlainly() {
        assertThatIllegalStateException()
                .isThrownBy(build(ManagedProcess.command("no-such-program"))::start)
                .withMessageStartingWith("process no-such-program could not be started: "
                        + "expected the program no-such-program on the PATH");
        assertThatIllegalStateException()
                .isThrownBy(build(ManagedProcess.command("./missing").directory(directory))::start)
                .withMessageContaining("expected an executable program at " + directory);
    }

    @Test
    void aStrangerOnThePortIsNotTakenForTheProcess() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ManagedProcess process =
                    build(sh("exec sleep 300").readyWhen("tcp://127.0.0.1:" + stranger.getLocalPort()));
            assertThatIllegalStateException()
                    .isThrownBy(process::start)
                    .withMessageContaining("to already accept a connection. Another process holds its port");
            assertThat(process.startCount()).isZero();
        }
    }

    @Test
    void allBadInputComesInOneMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ManagedProcess.command("", "a\0b", "${link.nowhere}")
                        .name(" ")
                        .env("A=B", "x")
                        .env("RELIABILITY_PROCESS", "x")
                        .env("OK", "${link.db.prt}")
                        .link("db", "localhost")
                        .link("cdn", "localhost:70000")
                        .link("", "localhost:80")
                        .link("twice", "localhost:80")
                        .link("twice", "[::1]:81")
                        .directory(directory.resolve("missing"))
                        .readyWhen("ftp://x")
                        .readyWithin(Duration.ZERO)
                        .stopGrace(Duration.ofSeconds(Long.MAX_VALUE))
                        .output(directory)
                        .build())
                .satisfies(e -> assertThat(e.getMessage().lines().toList())
                        .hasSize(17)
                        .first()
                        .isEqualTo("process   cannot be built, 16 problems:"))
                .withMessageContaining("- command[0]: expected a program, got \"\"")
                .withMessageContaining("- command[1]: a NUL character")
                .withMessageContaining("- command[2]: ${link.nowhere}: no link \"nowhere\" is declared")
                .withMessageContaining("- name: ")
                .withMessageContaining("- env: \"A=B\" is no name of an environment variable")
                .withMessageContaining("- env: RELIABILITY_PROCESS is how")
                .withMessageContaining("- env OK: ${link.db.prt}: no link")
                .withMessageContaining("- link \"db\" to \"localhost\": expected HOST:PORT")
                .withMessageContaining("- link \"cdn\" to \"localhost:70000\"")
                .withMessageContaining("- link \"\": expected a host name")
                .withMessageContaining("- link \"twice\" is declared twice")
                .withMessageContaining("- directory: " + directory.resolve("missing") + " is no directory")
                .withMessageContaining("- readyWhen: \"ftp://x\": expected http://…")
                .withMessageContaining("- readyWithin: expected 1 ms to 24 h, got PT0S")
                .withMessageContaining("- stopGrace: expected 0 ms to 24 h, got PT")
                .withMessageContaining("- output: expected a file, got the directory");
        for (String bad :
                List.of("log:", "log:(", "tcp://host", "tcp://host:0", "tcp://host:70000", "http://", "a b")) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> sh("exit").readyWhen(bad).build())
                    .withMessageContaining("process sh cannot be built, 1 problem:\n- readyWhen: ");
        }
        assertThatIllegalArgumentException()
                .as("nulls")
                .isThrownBy(() -> ManagedProcess.command("sh", null)
                        .name(null)
                        .env(null, "x")
                        .env("A", (String) null)
                        .link(null, null)
                        .directory(null)
                        .readyWhen(null)
                        .readyWithin(null)
                        .stopGrace(null)
                        .output(null)
                        .build())
                .withMessageContaining("cannot be built, 10 problems:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ManagedProcess.command().build())
                .withMessageContaining("- command: expected at least the program");
    }

    @Test
    void aProcessNeverStartedHasNoPidAndCanBeStopped() {
        ManagedProcess process = build(sh("exec sleep 300").name("idle"));
        assertThatIllegalStateException().isThrownBy(process::pid).withMessage("process idle was never started");
        assertThatIllegalStateException().isThrownBy(process::freeze).withMessageContaining("is not running");
        process.kill();
        process.close();
        assertThat(process.tree()).isEmpty();
        assertThat(process).hasToString("process idle (not started)");
    }

    @Test
    void backEndsReachTheSupervisor() {
        ManagedProcess process = build(sh("exec sleep 300").name("x"));
        assertThat(Supervisors.of(process).spec().name()).isEqualTo("x");
    }

    @Test
    void restartGivesANewProcessOnTheSamePort() throws IOException {
        int port = freePort();
        ManagedProcess process =
                build(ManagedProcess.command(TinyServer.command(port)).readyWhen("http://127.0.0.1:" + port + "/"));
        process.start();
        long first = process.pid();
        process.restart();
        assertThat(process.pid()).isNotEqualTo(first);
        assertThat(process.isReady()).isTrue();
        assertThat(process.startCount()).isEqualTo(2);
    }

    @Test
    void closeIsIdempotentAndAllowsAnotherStart() {
        ManagedProcess process = build(sh("exec sleep 300"));
        process.start();
        process.close();
        process.close();
        assertThat(process.tree()).isEmpty();
        process.start();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void closeDoesNotWaitForAStartInProgress() {
        ManagedProcess process = build(sh("echo root=$$; exec sleep 300").readyWhen("log:never"));
        CompletableFuture<Void> starting = CompletableFuture.runAsync(process::start);
        ProcessId root = Pids.await("root", process::output);
        process.close();
        Pids.assertGone(root);
        assertThatThrownBy(starting::join).hasStackTraceContaining("was stopped while it was starting");
    }

    @Test
    void anInterruptedStartLeavesNothingAndKeepsTheInterrupt() {
        ManagedProcess process = build(sh("exec sleep 300").readyWhen("log:never"));
        Thread.currentThread().interrupt();
        assertThatIllegalStateException()
                .isThrownBy(process::start)
                .withMessageContaining("was interrupted while it was starting");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.tree()).isEmpty();
    }

    @Test
    void linksAreListedAsDeclared() {
        ManagedProcess process =
                build(sh("exec sleep 300").link("db.example", "127.0.0.1:5432").link("cdn", "[::1]:80"));
        assertThat(process.links()).containsExactly(entry("db.example", "127.0.0.1:5432"), entry("cdn", "[::1]:80"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> process.linkPort("other"))
                .withMessage("no link \"other\" is declared; declared are db.example, cdn");
    }

    @Test
    void theProcessIsToldWhereItsLinksAreAndTheyKeepTheirPortsOverARestart() throws IOException {
        int port = freePort();
        ManagedProcess upstream =
                build(ManagedProcess.command(TinyServer.command(port)).readyWhen("http://127.0.0.1:" + port));
        upstream.start();
        ManagedProcess process = build(ManagedProcess.command(
                        "sh", "-c", "echo \"[$1 $WHERE $FROM]\"; exec sleep 300", "sh", "${link.web.example.port}")
                .link("web.example", "127.0.0.1:" + port)
                .env("WHERE", "${link.web.example}")
                .env("FROM", self -> "p" + self.linkPort("web.example"))
                .readyWhen("log:]"));
        process.start();
        int linked = process.linkPort("web.example");
        String line = "[" + linked + " 127.0.0.1:" + linked + " p" + linked + "]\n";
        assertThat(process.output()).isEqualTo(line);
        assertThat(linked).isNotEqualTo(port);
        assertThat(Readiness.parse("http://127.0.0.1:" + linked)
                        .look(new CapturedOutput(Optional.empty(), Optional.empty()), Duration.ofSeconds(5)))
                .as("the way through the link")
                .isEmpty();

        process.restart();
        assertThat(process.output()).isEqualTo(line + line);
        assertThat(Supervisors.of(process)
                        .spec()
                        .links()
                        .open()
                        .get("web.example")
                        .port())
                .isEqualTo(linked);
        process.close();
        assertPortFree(linked);
    }

    /** Prints one environment variable and stays. */
    static final class PrintVariable {

        public static void main(String[] args) throws InterruptedException {
            System.out.println(System.getenv(args[0]) + "\ndone");
            new CountDownLatch(1).await();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void assertPortFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }
}
