package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.link.declared.DeclaredLinks;
import dev.reliability.internal.link.fault.Caller;
import dev.reliability.internal.link.fault.Echoes;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.Link;
import dev.reliability.spi.SharedClients;
import dev.reliability.testsystem.TinyService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When links listen, whom they belong to, and what happens when somebody else has them. */
@Timeout(120)
class LinkLifecycleTest {

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

    abstract static class Base {

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> database.address());

        static final List<Integer> PORTS = new CopyOnWriteArrayList<>();

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void cut() throws IOException {
            PORTS.add(DB.port());
            assertThat(application.call(DB.port(), 200)).isEqualTo("silent");
        }
    }

    static class One extends Base {

        @Nested
        class Inside {

            @Test
            @BlackholeAttack(target = "db", duration = "1s")
            void cutAsWell() throws IOException {
                cut();
            }
        }
    }

    static class Other extends Base {}

    @Test
    void aStaticLinkIsOneForAllClassesAndOutlivesThem() throws IOException {
        Base.PORTS.clear();
        Kit.assertAllPass(Kit.run(directory, One.class, Other.class), 3);
        assertThat(Base.PORTS).hasSize(3).containsOnly(Base.DB.port());
        assertThat(application.call(Base.DB.port())).startsWith("echoed");
    }

    @Test
    void twoTestsAtOnceTakeTurns() {
        Map<String, String> parallel = Map.of(
                "reliability.parallel", "targets",
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        Kit.assertAllPass(Kit.run(directory, parallel, One.class, Other.class), 3);
    }

    static class OfInstances {

        static final List<Link> LINKS = new ArrayList<>();

        @ReliabilityTarget("db")
        final Link db = Link.to(() -> database.address());

        @BeforeEach
        void listens() throws IOException {
            assertThat(DeclaredLinks.of(db).isOpen()).isTrue();
            LINKS.add(db);
        }

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void first() throws IOException {
            assertThat(application.call(db.port(), 200)).isEqualTo("silent");
        }

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void second() throws IOException {
            first();
        }
    }

    @Test
    void aLinkOfAnInstanceEndsWithIt() {
        OfInstances.LINKS.clear();
        Kit.assertAllPass(Kit.run(directory, OfInstances.class), 2);
        assertThat(OfInstances.LINKS).hasSize(2).doesNotHaveDuplicates();
        assertThat(OfInstances.LINKS).noneMatch(link -> DeclaredLinks.of(link).isOpen());
    }

    @Test
    void aLinkIsClosedWithTheTestPlanAndComesBackOnItsPort() throws IOException {
        Link link = Link.to(database.address());
        int port = link.port();
        assertThat(link.address()).isEqualTo("127.0.0.1:" + port);
        assertThat(application.call(port)).startsWith("echoed");

        SharedClients.closeAll();
        assertThat(application.call(port)).isEqualTo("refused");

        assertThat(link.port()).isEqualTo(port);
        assertThat(application.call(port)).startsWith("echoed");
        link.close();
    }

    @Test
    @SuppressWarnings("try")
    void aLinkFollowsAnAddressThatChanges() throws IOException {
        String[] address = {null};
        try (Link link = Link.to(() -> address[0]);
                Echoes moved = new Echoes()) {
            assertThat(application.call(link.port())).isEqualTo("ended");
            address[0] = database.address();
            assertThat(application.call(link.port())).startsWith("echoed");
            address[0] = moved.address().replace("127.0.0.1", "localhost");
            assertThat(application.call(link.port())).startsWith("echoed");
            moved.close();
            assertThat(application.call(link.port())).isEqualTo("ended");
        }
    }

    static class Elsewhere {

        @ReliabilityProperty("reliability.profile")
        static final String PROFILE = "names-test";

        @ReliabilityTarget("blue")
        static final Link BLUE = Link.to(() -> database.address());

        static boolean listened;

        @Test
        @SteadyStateProbe
        void nothing() {
            listened = DeclaredLinks.of(BLUE).isOpen();
        }
    }

    @Test
    void aLinkThatTheProfileReplacesOnlyForwards() throws IOException {
        Kit.run(directory, Elsewhere.class);
        assertThat(Elsewhere.listened).isFalse();
        assertThat(application.call(Elsewhere.BLUE.port())).startsWith("echoed");
    }

    static class Closes {

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> database.address());

        @Test
        @BlackholeAttack(target = "db", duration = "5s")
        void thenReturns() throws IOException {
            assertThat(application.call(DB.port(), 200)).isEqualTo("silent");
            DB.close();
        }

        @Test
        @BlackholeAttack(target = "db", duration = "5s")
        void thenGoesOnAsIfNothingWere() throws IOException {
            thenReturns();
            assertThat(application.call(DB.port())).startsWith("echoed");
        }
    }

    @Test
    void aLinkThatIsClosedUnderItsFaultProvesNothing() {
        assertThat(Kit.failures(Kit.run(directory, Closes.class)))
                .hasSize(2)
                .extracting(Throwable::getMessage)
                .allSatisfy(message -> assertThat(message)
                        .startsWith("ERROR: blackhole of db ended by itself ")
                        .contains(" after it began: link db was closed. Reverted; nothing left behind."));
    }

    static class Moves {

        static final int NOBODY = TinyService.freePort();
        static volatile boolean away;

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> away ? "127.0.0.1:" + NOBODY : database.address());

        @SteadyStateProbe(every = "50ms", when = When.BEFORE)
        void goesAway() {
            away = true;
        }

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void cut() throws IOException {
            assertThat(application.call(DB.port(), 200)).isEqualTo("silent");
        }
    }

    @Test
    void anUpstreamThatWentAwaySinceThePlanCannotBeCutOff() {
        assertThat(Kit.onlyFailure(Kit.run(directory, Moves.class)))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageContaining("could not be reached already: it leads to 127.0.0.1:" + Moves.NOBODY + " by now")
                .hasMessageEndingWith("journal.json")
                .hasMessageContaining("No fault was injected.");
    }

    @Test
    void theFluentApiKnowsLinksByTheNamesOfTargets() throws IOException {
        try (Link link = Link.to(database.address())) {
            ExperimentResult result = Reliability.experiment("fluent")
                    .property("reliability.state", directory.resolve("state").toString())
                    .property(
                            "reliability.reports", directory.resolve("reports").toString())
                    .target("db", link)
                    .attack(FaultSpec.blackhole("db", "127.0.0.1").duration("1s"))
                    .evaluate(
                            () -> assertThat(application.call(link.port(), 200)).isEqualTo("silent"));
            assertThat(result.message()).startsWith("PASSED");
            assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        }
    }
}
