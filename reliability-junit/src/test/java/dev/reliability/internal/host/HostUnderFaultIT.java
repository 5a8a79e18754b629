package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.When;
import dev.reliability.internal.journal.Json;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of a host must be seen to have under each fault on it before that ends. */
@Timeout(120)
@NeedsNamespaces
class HostUnderFaultIT {

    private static final String PASSED =
            "PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.";

    @TempDir
    private static Path directory;

    private static Lab lab;

    @BeforeAll
    static void lay() {
        lab = new Lab(directory);
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(lab.left()).isEmpty();
    }

    private static FaultSpec blackhole() {
        return FaultSpec.blackhole("blue").list("addresses", List.of(Net.PEER));
    }

    private static SteadyStateSpec users(String outage, BooleanSupplier served) {
        return SteadyStateSpec.probe(
                        "users",
                        context -> timeout -> CompletableFuture.supplyAsync(
                                () -> {
                                    boolean good = served.getAsBoolean();
                                    return new Observation(good, "an answer", good ? "an answer" : "silence");
                                },
                                Threads.backEnds()))
                .every("200ms")
                .outage(outage);
    }

    private static boolean answers(String address) {
        return lab.reach(address, Lab.PORT) == Reach.CONNECTED;
    }

    /** The first one ends no sooner than users were seen under the second. */
    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void eachFaultIsWatched(String way) throws IOException {
        List<Process> victims = List.of(lab.sleeper("4242.65"), lab.sleeper("4242.66"));
        try {
            ExperimentResult result = lab.experiment(way)
                    .attack(FaultSpec.processKill("blue", "^sleep 4242[.]65").name("first"))
                    .attack(FaultSpec.processKill("blue", "^sleep 4242[.]66")
                            .name("second")
                            .delay("1s"))
                    .steadyState(users("0s", () -> answers(Net.OTHER)))
                    .evaluate(() -> {});

            assertThat(result.message()).isEqualTo(PASSED);
            JsonNode journal = Json.read(Files.readString(result.journal().orElseThrow()));
            JsonNode during = journal.path("steady_states").path("during");
            assertThat(during).hasSize(2);
            assertThat(during).allSatisfy(fault -> assertThat(
                            fault.path("probes").get(0).path("samples").asInt())
                    .isGreaterThanOrEqualTo(3));
            assertThat(journal.path("reliability")
                            .path("overlaps")
                            .get(0)
                            .path("seconds")
                            .asDouble())
                    .isPositive();
        } finally {
            victims.forEach(lab::end);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void anOutageThatOnlyTheRevertEndsFailsOnceItWasTooLong(String way) {
        ExperimentResult result = lab.experiment(way)
                .attack(blackhole().duration("3s"))
                .steadyState(users("2s", () -> answers(Net.PEER)))
                .evaluate(() -> {});

        assertThat(result.message())
                .startsWith("FAILED: \"users\" was out for ")
                .contains(" (allowed 2 s), from ")
                .contains(" after blackhole of blue; ");
    }

    @Test
    void aDurationThatEndsBeforeTheOutageNamesTheNumberToChange() {
        ExperimentResult result = lab.experiment("netns")
                .attack(blackhole().duration("3s"))
                .steadyState(users("30s", () -> answers(Net.PEER)))
                .evaluate(() -> {});

        assertThat(result.message())
                .startsWith("INCONCLUSIVE: \"users\" was still out when blackhole of blue was reverted, after ")
                .contains("make \"duration\" (3 s) longer than \"outage\" (30 s)");
    }

    /** Users go elsewhere as soon as they are told to; the packets that prove the blackhole are theirs. */
    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void anOutageThatEndsUnderTheFaultHasEnded(String way) {
        AtomicReference<String> server = new AtomicReference<>(Net.PEER);
        ExperimentResult result = lab.experiment(way)
                .attack(blackhole().duration("3s"))
                .steadyState(users("30s", () -> answers(server.get())).when(Set.of(When.BEFORE, When.DURING)))
                .evaluate(run -> {
                    run.attacks().get(0).awaitBite();
                    server.set(Net.OTHER);
                });

        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(result.steadyStates().get(0).failed()).isPositive();
    }

    /** A stop takes its time to prove; whoever failed meanwhile failed because of it. */
    @Test
    void whatFailsBeforeTheBiteConvicts() {
        AtomicBoolean failed = new AtomicBoolean();
        ExperimentResult result = stopped(0, failed);
        // a stop that was proven before the next sample came shows nothing
        for (int again = 1; again < 5 && !failed.get(); again++) {
            result = stopped(again, failed);
        }
        assertThat(failed)
                .as("a sample failed between the injection and the bite")
                .isTrue();
        assertThat(result.message())
                .startsWith("FAILED: \"users\" was out for ")
                .contains(" after shutdown of blue; ");
        assertThat(result.faults().get(0).bitten()).isTrue();
    }

    private static ExperimentResult stopped(int attempt, AtomicBoolean failed) {
        Path wanted = directory.resolve("wanted" + attempt);
        AtomicBoolean bitten = new AtomicBoolean();
        CompletableFuture<Void> boot = CompletableFuture.runAsync(() -> {
            await().until(() -> Files.exists(wanted));
            lab.host.boot();
        });
        ExperimentResult result = lab.experiment("netns")
                .property("target.blue.start", "touch " + wanted)
                .attack(FaultSpec.shutdown("blue"))
                .steadyState(users("0s", () -> {
                            boolean served = bitten.get() || lab.host.up();
                            failed.compareAndSet(false, !served);
                            return served;
                        })
                        .every("20ms")
                        .when(Set.of(When.BEFORE, When.DURING)))
                .evaluate(run -> {
                    run.attacks().get(0).awaitBite();
                    bitten.set(true);
                });
        boot.join();
        return result;
    }
}
