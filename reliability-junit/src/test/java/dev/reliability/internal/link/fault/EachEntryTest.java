package dev.reliability.internal.link.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault on links must hit each host, range of addresses or ports that was asked for, and reach what was reached before. */
@Timeout(60)
class EachEntryTest {

    private static final String DB = "db.example";
    private static final String CDN = "cdn.example";

    @TempDir
    Path directory;

    private Echoes database;
    private Echoes cdn;
    private Caller blue;

    @BeforeEach
    void start() throws IOException {
        database = new Echoes();
        cdn = new Echoes();
        blue = Caller.start(Caller.describe().link(DB, database.address()).link(CDN, cdn.address()));
    }

    @AfterEach
    void end() throws IOException {
        blue.close();
        database.close();
        cdn.close();
    }

    private static FaultSpec fault(String kind) {
        FaultSpec spec = FaultSpec.of(kind, "blue").duration("2s");
        return kind.equals("latency") ? spec.time("latency", "20ms") : spec;
    }

    static Stream<Arguments> halves() {
        return Stream.of("blackhole", "latency", "reset")
                .flatMap(kind -> Stream.of(
                        Arguments.of(fault(kind).list("hosts", List.of(DB, CDN)), CDN),
                        Arguments.of(fault(kind).list("hosts", List.of("^api.example", DB, CDN)), CDN),
                        Arguments.of(fault(kind).list("addresses", List.of("127.0.0.1", "10.0.0.0/8")), "10.0.0.0/8")));
    }

    @ParameterizedTest
    @MethodSource("halves")
    void halfABiteProvesNothing(FaultSpec fault, String missed) {
        assertThat(evaluate(fault, () -> blue.call(DB)).message())
                .matches("INCONCLUSIVE: " + fault.kind()
                        + " of blue did not hit everything in 2 s: no (traffic went|link"
                        + " that is selected leads) to " + missed
                        + "\\. The test proves nothing\\. Reverted; nothing left"
                        + " behind\\.");
    }

    static Stream<FaultSpec> wholes() {
        return Stream.of(
                fault("blackhole").list("addresses", List.of("127.0.0.0/8")),
                fault("blackhole").list("ports", List.of("1-65535")),
                fault("blackhole").list("hosts", List.of("^" + CDN)),
                fault("blackhole").list("hosts", List.of("^api.example")),
                fault("blackhole").list("hosts", List.of(DB, CDN, "^" + CDN)));
    }

    @ParameterizedTest
    @MethodSource("wholes")
    void aRangeIsOneEntryAndAnExclusionIsNone(FaultSpec fault) {
        assertThat(evaluate(fault, () -> blue.call(DB)).message()).startsWith("PASSED");
    }

    @Test
    void allThatIsHitIsEnough() {
        FaultSpec both = fault("blackhole").list("hosts", List.of(DB, CDN));
        assertThat(evaluate(both, () -> {
                            blue.call(DB);
                            blue.call(CDN);
                        })
                        .message())
                .startsWith("PASSED");
    }

    @Test
    void trafficThatWentPastTheSelectionIsSaid() {
        FaultSpec narrow = fault("blackhole")
                .list("addresses", List.of("127.0.0.0/8"))
                .list("ports", List.of(String.valueOf(cdn.port())));
        assertThat(evaluate(narrow, () -> blue.call(DB)).message())
                .isEqualTo(
                        "INCONCLUSIVE: blackhole of blue dropped nothing in 2 s: traffic went to 127.0.0.0/8 only where it"
                                + " was not to be hit: by link db.example on port " + database.port()
                                + ". The test proves nothing. Reverted; nothing left behind.");
    }

    @Test
    void whatCouldNotBeReachedBeforeCannotBeCutOff() {
        FaultSpec both = fault("blackhole").list("hosts", List.of(DB, CDN));
        AtomicBoolean happened = new AtomicBoolean();
        ExperimentResult result = Reliability.experiment("each entry")
                .target("blue", blue.process)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .steadyState(SteadyStateSpec.probe("users", context -> timeout -> {
                            if (happened.compareAndSet(false, true)) {
                                closeCdn();
                            }
                            return CompletableFuture.completedFuture(new Observation(true, "good", "good"));
                        })
                        .every("50ms"))
                .attack(both)
                .evaluate(() -> {});

        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: blackhole of blue could change nothing: cdn.example (" + cdn.address()
                        + ") could not be reached already: Connection refused. The test proves nothing. No fault was"
                        + " injected.");
    }

    private void closeCdn() {
        try {
            cdn.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ExperimentResult evaluate(FaultSpec fault, Body body) {
        return Reliability.experiment("each entry")
                .target("blue", blue.process)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .attack(fault)
                .evaluate(body);
    }
}
