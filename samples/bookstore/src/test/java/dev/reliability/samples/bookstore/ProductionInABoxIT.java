package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import dev.reliability.aws.emulator.NeedsHosts;
import dev.reliability.junit.Failover;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.InvalidExperimentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/**
 * The tests of the laptop with the profile {@code production}, in a {@link ProductionBox}: each is green, and red once its safety net is
 * taken out.
 */
@NeedsHosts
class ProductionInABoxIT {

    private static final DiscoverySelector BLUE_CUT_OFF =
            selectMethod(BookstoreReliabilityIT.class, "losingDatabaseAndCdnMovesTrafficToGreen", Failover.class);
    private static final DiscoverySelector BLUE_DOWN =
            selectMethod(BookstoreReliabilityIT.class, "losingTheWholeInstanceIsSurvived", Failover.class);

    private static ProductionBox box;

    @TempDir
    Path directory;

    @BeforeAll
    static void boot() {
        Hosts.missing()
                .ifPresent(missing -> Assumptions.abort("The Bookstore in production is not tested: it " + missing));
        box = new ProductionBox();
    }

    @AfterAll
    static void end() {
        if (box != null) {
            box.close();
        }
    }

    /** Whatever was taken out is put back. */
    @AfterEach
    void repair() {
        if (box != null) {
            box.evaluation.leaveNone();
        }
    }

    @Test
    void losingDatabaseAndCdnOfBlueMovesTrafficToGreen() {
        assertThat(run(BLUE_CUT_OFF)).isEmpty();
        assertThat(box.hosts.login(ProductionBox.BLUE, "nft list tables")).isEmpty();
    }

    @Test
    void losingDatabaseAndCdnOfGreenIsNotNoticed() {
        assertThat(run(selectNestedMethod(
                        List.of(BookstoreReliabilityIT.class),
                        BookstoreReliability.TheStandby.class,
                        "losingItsDatabaseAndCdnIsNotNoticedByUsers")))
                .isEmpty();
        assertThat(box.hosts.login(ProductionBox.GREEN, "nft list tables")).isEmpty();
    }

    @Test
    void aShutdownIsSurvived() {
        int before = calls("StopInstances");
        assertThat(run(BLUE_DOWN)).isEmpty();
        assertThat(calls("StopInstances")).isEqualTo(before + 1);
        assertThat(box.books.state(box.instance(ProductionBox.BLUE))).isEqualTo("running");
        assertThat(box.books.schedules(box.instance(ProductionBox.BLUE))).isEmpty();
    }

    @Test
    void aRebootIsSurvived() {
        int before = calls("RebootInstances");
        assertThat(run(selectMethod(BookstoreReliabilityIT.class, "aRebootIsSurvived")))
                .isEmpty();
        assertThat(calls("RebootInstances")).isEqualTo(before + 1);
    }

    @Test
    void aFailoverOfTheDatabaseIsSurvived() {
        assertThat(run(selectMethod(ProductionDisasterRecoveryIT.class, "theDatabaseFailsOverToItsStandby")))
                .isEmpty();
        assertThat(calls("RebootDBInstance")).isEqualTo(1);
    }

    @Test
    void nameServersAnswerWhatRoute53Decides() {
        assertThat(run(selectMethod(ProductionDisasterRecoveryIT.class, "nameServersAnswerWhatTheHealthCheckDecides")))
                .isEmpty();
    }

    @Test
    void withoutAHealthCheckNothingMoves() {
        box.hosts.answerBy(HostsPlan.FrontDoor.WITHOUT_HEALTH_CHECK);
        try {
            assertThatNothingMoved(run(BLUE_CUT_OFF).orElseThrow(), "blackhole");
        } finally {
            box.hosts.answerBy(HostsPlan.FrontDoor.FAILOVER);
        }
    }

    @Test
    void withoutASecondSideUsersAreOut() {
        box.hosts.answerBy(HostsPlan.FrontDoor.WITHOUT_SECOND_SIDE);
        try {
            assertThatNothingMoved(run(BLUE_DOWN).orElseThrow(), "shutdown");
        } finally {
            box.hosts.answerBy(HostsPlan.FrontDoor.FAILOVER);
        }
    }

    @Test
    void theLastOneIsSpared() {
        int before = calls("StopInstances");
        String green = box.instance(ProductionBox.GREEN);
        box.books.ec2().stopInstances(request -> request.instanceIds(green));
        try {
            assertThat(run(BLUE_DOWN, Map.of("reliability.baseline", "3s")).orElseThrow())
                    .isInstanceOf(InconclusiveException.class)
                    .hasMessageContaining("bookstore-api-green")
                    .hasMessageContaining("No fault was injected");
            assertThat(calls("StopInstances")).isEqualTo(before);
        } finally {
            box.books.ec2().startInstances(request -> request.instanceIds(green));
            box.hosts.awaitService();
        }
    }

    @Test
    void anAlarmThatHidesTheOutageIsRefused() {
        int before = calls("StopInstances");
        box.alarms.change("bookstore-api-blue-StatusCheckFailed", "TreatMissingData", "notBreaching");
        try {
            assertThat(run(BLUE_DOWN).orElseThrow())
                    .isInstanceOf(InvalidExperimentException.class)
                    .hasMessageContaining("a stopped instance publishes no status checks, and alarm"
                            + " bookstore-api-blue-StatusCheckFailed takes missing data for good (notBreaching): set"
                            + " its TreatMissingData to breaching");
            assertThat(calls("StopInstances")).isEqualTo(before);
        } finally {
            box.alarms.change("bookstore-api-blue-StatusCheckFailed", "TreatMissingData", "breaching");
        }
    }

    @Test
    void anAlarmThatIsNeverEvaluatedFails() {
        box.evaluation.leave("bookstore-api-blue-db-connectivity-failed");
        assertThat(run(BLUE_CUT_OFF).orElseThrow())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching("(?s)FAILED: alarm bookstore-api-blue-db-connectivity-failed .*within 15 s of "
                        + "blackhole of bookstore-api-blue.*Reverted; nothing left behind\\..*");
    }

    /** Users are out, and the name stays: both take 15 s, and which comes first is left to chance. */
    private static void assertThatNothingMoved(Throwable thrown, String attack) {
        String stayed =
                "FAILED: bookstore did not fail over from bookstore-api-blue to bookstore-api-green within 15 s of "
                        + attack + " of bookstore-api-blue; it still answered bookstore-api-blue after \\d+\\.\\d s\\. "
                        + "Reverted; nothing left behind\\..*";
        String out =
                "FAILED: \"GET /books\" was out for \\d+\\.\\d s \\(allowed 15 s\\), from \\d+\\.\\d s after " + attack
                        + " of bookstore-api-blue; \\d+ of \\d+ samples failed \\(expected 200, got .*\\)\\. "
                        + "Reverted; nothing left behind\\..*";
        assertThat(thrown)
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching("(?s)(" + stayed + "|" + out + ")");
        assertThat(Stream.concat(Stream.of(thrown), Stream.of(thrown.getSuppressed())))
                .anySatisfy(each -> assertThat(each).hasMessageMatching("(?s)" + stayed));
    }

    private static int calls(String action) {
        return (int) box.proxy.calls().stream().filter(action::equals).count();
    }

    private Optional<Throwable> run(DiscoverySelector selector) {
        return run(selector, Map.of());
    }

    /** Runs one test as the pipeline does, on a Bookstore that is well; returns what was thrown. */
    private Optional<Throwable> run(DiscoverySelector selector, Map<String, String> more) {
        if (!more.containsKey("reliability.baseline")) {
            box.hosts.awaitService();
        }
        Map<String, String> settings = new TreeMap<>(box.settings());
        settings.put("reliability.reports", "target/reliability-production");
        settings.put("reliability.state", directory.resolve("state").toString());
        settings.putAll(more);
        try {
            // as -D of the pipeline; parameters of the test platform would not choose the profile
            settings.forEach(System::setProperty);
            List<TestExecutionResult> results = EngineTestKit.engine("junit-jupiter")
                    .selectors(selector)
                    .execute()
                    .allEvents()
                    .filter(event -> event.getType() == FINISHED)
                    .filter(event -> event.getTestDescriptor().isTest()
                            || event.getRequiredPayload(TestExecutionResult.class)
                                    .getThrowable()
                                    .isPresent())
                    .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                    .toList();
            assertThat(results).as("one test, which ran").hasSize(1);
            return results.get(0).getThrowable();
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }
}
