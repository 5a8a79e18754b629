package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.RunningExperiment;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.dns.TestDns;
import dev.reliability.internal.http.Site;
import dev.reliability.internal.link.fault.Caller;
import dev.reliability.internal.link.fault.Echoes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with a database, cut off from it, and a name that moves or does not. */
class FailoverStoryTest {

    private static final String DB = "db.bookstore.example";
    private static final String BLUE_ANSWERS = "1 IN A 127.0.0.2";
    private static final String GREEN_ANSWERS = "1 IN A 127.0.0.3";

    private static Echoes database;
    private static Caller blue;

    @TempDir
    private Path directory;

    private TestDns dns;
    private Site green;

    @BeforeAll
    static void startBlue() throws IOException {
        database = new Echoes();
        blue = Caller.start(Caller.describe().link(DB, database.address()));
    }

    @AfterAll
    static void stopBlue() throws IOException {
        blue.close();
        database.close();
    }

    @BeforeEach
    void startFrontDoor() throws IOException {
        dns = new TestDns().set("bookstore.example", BLUE_ANSWERS);
        green = new Site("green", "127.0.0.1", 0);
    }

    @AfterEach
    void stopFrontDoor() throws IOException {
        dns.close();
        green.close();
    }

    @Test
    void aFailoverIsMeasured() {
        ExperimentResult result = experiment("20s", false).evaluate((RunningExperiment run) -> {
            blue.call(DB);
            run.attacks().get(0).awaitBite();
            dns.set("bookstore.example", GREEN_ANSWERS);
            run.failovers().get(0).await();
        });

        assertThat(result.message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
        FailoverResult moved = result.failovers().get(0);
        assertThat(moved.lastOld()).isLessThan(moved.firstNew());
        assertThat(moved.error()).isPositive();
        assertThat(moved.details()).containsEntry("ttl-seconds", 1L);
        assertThat(moved.failedBack()).isEmpty();
        assertThat(result.faults().get(0).measurements()).containsKey(DB);
    }

    @Test
    void aFailoverThatDoesNotComeFailsEvenIfTheBodyWaitsForIt() {
        ExperimentResult result = experiment("1s", false).evaluate((RunningExperiment run) -> {
            blue.call(DB);
            run.failovers().get(0).await();
        });

        assertThat(result.message())
                .matches("FAILED: bookstore did not fail over from blue to green within 1 s of blackhole of blue; it"
                        + " still answered blue after 1\\.\\d s\\. Reverted; nothing left behind\\.");
        assertThat(result.findings()).hasSize(1);
        assertThat(result.failovers()).isEmpty();
    }

    @Test
    void aSignalThatFallsSilentIsSaid() {
        ExperimentResult result = experiment("1s", false).evaluate(() -> {
            blue.call(DB);
            dns.mode(TestDns.Mode.SERVFAIL);
        });

        assertThat(result.message())
                .matches("FAILED: bookstore did not fail over from blue to green within 1 s of blackhole of blue; it"
                        + " still answered nothing \\(name server 127\\.0\\.0\\.1:\\d+ says SERVFAIL to"
                        + " bookstore\\.example\\) after 1\\.\\d s\\. Reverted; nothing left behind\\.");
    }

    @Test
    void aFaultWithoutTrafficProvesNothing() {
        ExperimentResult result = experiment("1s", false).evaluate(() -> {});

        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: blackhole of blue dropped nothing in 3 s: no traffic went to " + DB
                        + ". The test proves nothing. Reverted; nothing left behind.");
    }

    @Test
    void failingBackIsPartOfIt() {
        ExperimentResult result = experiment("20s", true).evaluate((RunningExperiment run) -> {
            blue.call(DB);
            dns.set("bookstore.example", GREEN_ANSWERS);
            run.failovers().get(0).await();
            run.attacks().get(0).revert();
            dns.set("bookstore.example", BLUE_ANSWERS);
        });

        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.failovers().get(0).failedBack())
                .hasValueSatisfying(way -> assertThat(way.firstOld()).isPositive());
    }

    @Test
    void notFailingBackFails() {
        ExperimentResult result = experiment("2s", true).evaluate((RunningExperiment run) -> {
            blue.call(DB);
            dns.set("bookstore.example", GREEN_ANSWERS);
            run.failovers().get(0).await();
        });

        assertThat(result.message())
                .isEqualTo("FAILED: bookstore did not fail back to blue within 2 s of the end of blackhole of blue; it"
                        + " still answered green. Reverted; nothing left behind.");
    }

    @Test
    void anUnhealthyStandbyIsSickBeforeTheTest() {
        green.status(503);

        ExperimentResult result = experiment("1s", false)
                .property("reliability.baseline", "300ms")
                .evaluate(() -> {});

        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: standby green was not healthy before the test (503). No fault was injected.");
    }

    @Test
    void aSignalThatNamesAnotherSideIsSickBeforeTheTest() throws IOException {
        dns.set("bookstore.example", "1 IN A 127.0.0.9");

        ExperimentResult result = experiment("1s", false)
                .property("reliability.baseline", "300ms")
                .evaluate(() -> {});

        assertThat(result.message())
                .isEqualTo(
                        "INCONCLUSIVE: \"bookstore\" did not answer blue before the test (it answered 127.0.0.9, which"
                                + " is neither by target.blue.identity nor by target.green.identity). No fault was"
                                + " injected.");
    }

    @Test
    void sidesThatTheSignalCannotTellApartAreAPlanError() {
        ExperimentBuilder experiment =
                experiment("1s", false).property("target.green.identity", "127.0.0.3, 127.0.0.2");

        assertThatThrownBy(() -> experiment.evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("the signal cannot tell \"green\" from \"blue\"");
    }

    @Test
    void aFailoverThatBeganBeforeTheProofHasNegativeTimes() {
        ExperimentResult result = experiment("20s", false).evaluate(() -> {
            dns.set("bookstore.example", GREEN_ANSWERS);
            await().until(() -> dns.queries().size() > 12);
            blue.call(DB);
        });

        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.failovers().get(0).firstNew()).isLessThan(Duration.ZERO);
    }

    private ExperimentBuilder experiment(String within, boolean failback) {
        return Reliability.experiment("FailoverStoryTest")
                .target("blue", blue.process)
                .property("signal.bookstore", "dns:bookstore.example@" + dns)
                .property("target.blue.identity", "127.0.0.2")
                .property("target.green.identity", "127.0.0.3")
                .property("target.green.health", "http://127.0.0.1:" + green.port() + "/health")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .attack(FaultSpec.blackhole("blue", DB).duration(within.equals("1s") ? "3s" : "60s"))
                .expect(new FailoverSpec(
                        "bookstore", "blue", "green", within, failback, "", new Place("failover", "")));
    }
}
