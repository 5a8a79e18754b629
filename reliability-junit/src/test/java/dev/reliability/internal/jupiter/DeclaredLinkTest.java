package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.link.fault.Caller;
import dev.reliability.internal.link.fault.Echoes;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.PacketLossAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.Link;
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
            met = application.call(DB.port());
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
        void bad() {
            throw new AssertionError("must not run");
        }

        @Test
        void untouched() {}
    }

    @Test
    void everythingThatIsWrongIsSaidAtTheTestThatAttacks() {
        Throwable thrown = Kit.onlyFailure(Kit.run(directory, Wrong.class));
        System.err.println(thrown.getMessage());
        assertThat(thrown).isInstanceOf(InvalidExperimentException.class);
    }
}
