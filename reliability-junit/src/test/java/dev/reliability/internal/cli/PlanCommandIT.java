package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What test classes would do, told without doing it. */
@NeedsNamespaces
class PlanCommandIT {

    private static final Path RAN = Path.of(System.getProperty("java.io.tmpdir"), "rlt-plan-ran-a-test");

    private static Net net;

    @TempDir
    Path state;

    @BeforeAll
    static void lay() throws IOException {
        Files.deleteIfExists(RAN);
        net = new Net();
        Net.etc(net.host, "hosts", Net.PEER + " db.example\n" + Net.OTHER + " api.example\n");
    }

    @AfterAll
    static void clear() {
        if (net != null) {
            net.close();
        }
    }

    private record Answer(int exitCode, String output) {}

    private Answer plan(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] all = new String[arguments.length + 3];
        all[0] = "plan";
        all[1] = "-Dhost.under.test=" + net.host;
        all[2] = "-Dreliability.state=" + state;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            return new Answer(Main.run(all), output.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.clearProperty("host.under.test");
            System.clearProperty("reliability.state");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "own"})
    void tellsWhatIsDroppedAndWhatIsSpared(String classPath) throws IOException {
        String type = Good.class.getName();
        Answer answer =
                classPath.isEmpty() ? plan(type) : plan("--classpath", System.getProperty("java.class.path"), type);

        assertThat(answer.output())
                .contains(
                        "Good.cut\n",
                        "  Steady state \"GET /books\", every 250 ms, may be out for 5 s\n",
                        "  blackhole of blue (netns:" + net.host + "), at most 30 s\n",
                        "    Dropping all traffic between blue and db.example (" + Net.PEER + ")\n",
                        "    Sparing api.example (" + Net.OTHER + "), loopback, ",
                        "    Ends by itself on the target 5 s after our last sign of life, and at most 32 s after",
                        "    By hand it is undone with: ",
                        " sweep --target netns:" + net.host + "\n",
                        "Inner.stop\n",
                        "  shutdown of clerk: a process that the test starts; planned when it runs\n")
                .endsWith("3 tests, 2 faults, no problem. Nothing was changed.\n");
        assertThat(answer.exitCode()).isZero();
        assertThat(Leftovers.find(new NetnsShell(net.host))).isEmpty();
        assertThat(RAN).doesNotExist();
        try (var files = Files.list(state)) {
            // the command that it prints works when it is pasted
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("commands");
        }
    }

    @Test
    void tellsEveryProblem() {
        Answer answer = plan(Bad.class.getName());

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.output())
                .contains(
                        "  PROBLEM: @BlackholeAttack(target) on Bad.broken(): host 'missing.example' does not resolve on the"
                                + " target\n",
                        "  PROBLEM: @LatencyAttack(target) on Bad.broken(): a host cannot have a latency",
                        "  PROBLEM: @ShutdownAttack(target) on Bad.unknown(): unknown target \"nobody\"")
                .endsWith("2 tests, 0 faults, 3 problems. Nothing was changed.\n");
    }

    @Test
    void oneTestOfAClass() {
        assertThat(plan(Good.class.getName() + "#cut").output())
                .endsWith("1 test, 1 fault, no problem. Nothing was changed.\n");
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(plan("no.such.Type").exitCode()).isEqualTo(2);
        assertThat(plan(Good.class.getName() + "#nothing").exitCode()).isEqualTo(2);
        assertThat(plan("--classpath", state.toString(), "no.such.Type").exitCode())
                .isEqualTo(2);
        assertThat(plan().exitCode()).isEqualTo(2);
    }

    static void ran() {
        try {
            Files.createFile(RAN);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SteadyState(http = "http://127.0.0.1:9/books", outage = "5s")
    static class Good {

        @ReliabilityTarget("blue")
        static final String BLUE = "netns:${host.under.test}";

        @BeforeAll
        static void begin() {
            ran();
        }

        @Test
        @BlackholeAttack(
                target = "blue",
                hosts = {"^api.example", "db.example"},
                duration = "30s")
        void cut() {
            ran();
        }

        @Test
        void other() {
            ran();
        }

        @Nested
        class Inner {

            @ReliabilityTarget("clerk")
            final ManagedProcess clerk = ManagedProcess.command("sleep", "300").build();

            @Test
            @ShutdownAttack(target = "clerk")
            void stop() {
                ran();
            }
        }
    }

    static class Bad {

        @ReliabilityTarget("blue")
        static final String BLUE = "netns:${host.under.test}";

        @Test
        @BlackholeAttack(target = "blue", hosts = "missing.example")
        @LatencyAttack(target = "blue", hosts = "db.example")
        void broken() {
            ran();
        }

        @Test
        @ShutdownAttack(target = "nobody")
        void unknown() {
            ran();
        }
    }
}
