package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.link.fault.Caller;
import dev.reliability.internal.link.fault.Echoes;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.DnsAttack;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.PacketLossAttack;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.local.Link;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links that a test declares, seen by a process that is not ours. */
@Timeout(120)
class DeclaredLinkTest {

    @TempDir
    Path directory;

    private static Echoes database;
    private static Caller application;

    @BeforeAll
    static void start() throws IOException {
        database = new Echoes();
        application = Caller.start(Caller.describe());
    }

    @AfterAll
    static void end() throws IOException {
        // as at the end of the test plan
        SharedClients.closeAll();
        application.close();
        database.close();
    }

    static class Cut {

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> database.address());

        static String met;

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void cut() throws IOException {
            met = application.call(DB.port(), 200);
            assertThat(met).isEqualTo("silent");
        }

        @Test
        @LatencyAttack(target = "db", latency = "100ms", duration = "1s")
        void slow() throws IOException {
            assertThat(application.call(DB.port())).matches("echoed [2-9]\\d\\d");
        }
    }

    @Test
    void aLinkIsCutOffAndSlowedDownAndWorksAgain() throws IOException {
        Kit.assertAllPass(Kit.run(directory, Cut.class), 2);
        assertThat(Cut.met).isEqualTo("silent");
        assertThat(application.call(Cut.DB.port())).startsWith("echoed");
    }

    static class Down {

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> database.address());

        @ReliabilityTarget("cdn")
        static final Link CDN = Link.to(() -> database.address());

        @Test
        @ShutdownAttack(target = "db")
        void down() throws IOException {
            // the first that comes is met by a reset, which is how we know that somebody came
            assertThat(application.call(DB.port())).isEqualTo("ended");
            await().until(() -> application.call(DB.port()), "refused"::equals);
            assertThat(application.call(CDN.port())).startsWith("echoed");
        }
    }

    @Test
    void aLinkThatIsDownRefusesAndSparesAnotherToTheSameUpstream() throws IOException {
        int port = Down.DB.port();
        Kit.assertAllPass(Kit.run(directory, Down.class), 1);
        assertThat(Down.DB.port()).isEqualTo(port);
        assertThat(application.call(port)).startsWith("echoed");
    }

    static class Unused {

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> database.address());

        @Test
        @BlackholeAttack(target = "db", duration = "500ms")
        void goesThereByAnotherWay() throws IOException {
            assertThat(application.call(database.port())).startsWith("echoed");
        }
    }

    @Test
    void aLinkThatNobodyUsesProvesNothing() {
        assertThat(Kit.onlyFailure(Kit.run(directory, Unused.class)))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageStartingWith(
                        "INCONCLUSIVE: blackhole of db dropped nothing in 500 ms: nobody has connected to 127.0.0.1:"
                                + Unused.DB.port() + ", the address of link db, so whatever uses " + database.address()
                                + " goes there by another way: check where the application connects, it must be given"
                                + " Unused.DB.address(). The test proves nothing. Reverted; nothing left behind.");
    }

    static class Wrong {

        @ReliabilityTarget("no-port")
        static final Link NO_PORT = Link.to("127.0.0.1");

        @ReliabilityTarget("port-zero")
        static final Link PORT_ZERO = Link.to("127.0.0.1:0");

        @ReliabilityTarget("throws")
        static final Link THROWS = Link.to(() -> {
            throw new IllegalStateException("Mapped port can only be obtained after the container is started");
        });

        @ReliabilityTarget("null")
        static final Link NULL = Link.to(() -> null);

        @ReliabilityTarget("good")
        static final Link GOOD = Link.to("127.0.0.1:5432");

        @Test
        @BlackholeAttack(target = "no-port")
        @BlackholeAttack(target = "port-zero")
        @BlackholeAttack(target = "throws")
        @BlackholeAttack(target = "null")
        @BlackholeAttack(target = "good", hosts = "cdn.example", ports = "80")
        @PacketLossAttack(target = "good", percent = 10)
        @ShutdownAttack(target = "good", reboot = true)
        @DnsAttack(target = "good")
        void bad() {
            throw new AssertionError("must not run");
        }

        @Test
        void untouched() {}
    }

    @Test
    void everythingThatIsWrongIsSaidAtTheTestThatAttacks() {
        Throwable thrown = Kit.onlyFailure(Kit.run(directory, Wrong.class));
        String later = "; start what it names before the test, for instance in @BeforeAll, or have it give the address"
                + " later";
        assertThat(thrown).isInstanceOf(InvalidExperimentException.class);
        assertThat(thrown.getMessage().lines().skip(1).map(line -> line.replaceAll("^ - @| on Wrong.bad\\(\\)", "")))
                .containsExactly(
                        "BlackholeAttack(target): Wrong.NO_PORT has no address to lead to: it was given \"127.0.0.1\","
                                + " which is not HOST:PORT or [IPV6]:PORT with a port of 1 to 65535",
                        "BlackholeAttack(target): Wrong.PORT_ZERO has no address to lead to: it was given"
                                + " \"127.0.0.1:0\", which is not HOST:PORT or [IPV6]:PORT with a port of 1 to 65535",
                        "BlackholeAttack(target): Wrong.THROWS has no address to lead to: its supplier threw"
                                + " java.lang.IllegalStateException: Mapped port can only be obtained after the"
                                + " container is started" + later,
                        "BlackholeAttack(target): Wrong.NULL has no address to lead to: its supplier returned null"
                                + later,
                        "BlackholeAttack(hosts): link good leads to 127.0.0.1:5432, not to \"cdn.example\": leave it"
                                + " out, as the link is the target",
                        "BlackholeAttack(ports): nothing is left: link good leads to 127.0.0.1:5432, whose port is not"
                                + " selected",
                        "PacketLossAttack(target): link good carries streams, not packets, so none can be lost on it:"
                                + " use @LatencyAttack for a slow and @BlackholeAttack for a dead dependency",
                        "ShutdownAttack(reboot): link good has nothing that could start again: leave it out, and say"
                                + " with duration how long connections are refused at least",
                        "DnsAttack(target): a link cannot have a dns outage: it can have blackhole, latency, and"
                                + " shutdown, by which connections are reset and refused");
    }

    static class Gone {

        static String closed = "";

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> closed);

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void nobodyIsThere() {
            throw new AssertionError("must not run");
        }
    }

    @Test
    void whatNobodyReachesCannotBeCutOff() throws IOException {
        try (Echoes gone = new Echoes()) {
            Gone.closed = gone.address();
        }
        assertThat(Kit.onlyFailure(Kit.run(directory, Gone.class)))
                .hasMessageStartingWith("INCONCLUSIVE: blackhole of db could change nothing: db (" + Gone.closed
                        + ") could not be reached already: Connection refused.");
    }

    static class ProfileTooLate {

        @ReliabilityProperty("reliability.profile")
        final String profile = "names-test";

        @ReliabilityTarget("blue")
        static final Link BLUE = Link.to("127.0.0.1:5432");

        @Test
        @BlackholeAttack(target = "blue", duration = "1s")
        void bad() {
            throw new AssertionError("must not run");
        }
    }

    @Test
    void aProfileThatAnInstanceChoosesIsTooLateForStaticTargets() {
        assertThat(Kit.onlyFailure(Kit.run(directory, ProfileTooLate.class)))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("@ReliabilityProperty(\"reliability.profile\") on ProfileTooLate.profile: the"
                        + " profile decides which static targets are started, before there is an instance of the"
                        + " class; make it static");
    }
}
