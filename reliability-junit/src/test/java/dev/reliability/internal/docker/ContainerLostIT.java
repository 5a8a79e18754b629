package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is under attack, or the engine that it is in, is lost in the middle: never green, and nothing stays. */
@Timeout(240)
@NeedsDocker
class ContainerLostIT {

    @TempDir
    private Path directory;

    private static FaultSpec blackhole(String address) {
        return FaultSpec.blackhole("web").list("addresses", List.of(address)).duration("15s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void aRemovalUnderABlackholeIsAnError(String way) {
        try (Shop shop = new Shop(directory)) {
            ExperimentResult result = shop.experiment(way)
                    .attack(blackhole(Engine.ip(shop.db)))
                    .evaluate(run -> {
                        assertThat(shop.reaches(shop.db)).isFalse();
                        run.attacks().get(0).awaitBite();
                        Engine.remove(shop.web);
                    });
            assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
            assertThat(result.message()).contains("ended by itself").endsWith("Reverted; nothing left behind.");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            Engine.docker("ps", "--all", "--quiet", "--filter", "label=" + Helper.LABEL))
                    .as("helpers")
                    .isEmpty());
        }
    }

    /** Each by somebody else, at a moment when nobody looks. */
    @ParameterizedTest
    @CsvSource({
        "STOP, unpause, goes on",
        "STOP, unpause pause, went on for a while",
        "KILL, start, was started again by somebody else",
        "KILL, start kill, was started for a while by somebody else"
    })
    void whatSomebodyElseUndoesIsAnError(String signal, String orders, String how) {
        try (Shop shop = new Shop(directory)) {
            FaultSpec fault = FaultSpec.processKill("web", "").text("signal", signal);
            ExperimentResult result = shop.experiment("directly").attack(fault).evaluate(run -> {
                run.attacks().get(0).awaitBite();
                DockerEngine engine = DockerEngine.at(Engine.address());
                for (String order : orders.split(" ")) {
                    String path = "/containers/" + shop.web + "/" + order;
                    engine.expect(engine.call("POST", path, "", Duration.ofSeconds(10)), order);
                }
            });
            assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
            assertThat(result.message()).contains("ended by itself").endsWith("Reverted; nothing left behind.");
            if (orders.contains(" ")) {
                // a look may come between the two
                assertThat(result.message()).containsPattern(how + "|goes on|was started again by somebody else");
            } else {
                assertThat(result.message()).contains(how);
            }
            assertThat(Engine.state(shop.web, "Status")).isEqualTo("running");
        }
    }

    /** Its containers go on without it, and so would the rules in their networks. */
    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void anEngineThatIsKilledIsAnErrorAndTheRulesEndByThemselves(String way) throws Exception {
        try (OwnEngine engine = new OwnEngine()) {
            Shop shop = new Shop(engine, directory);
            String pid = engine.state(shop.web, "Pid");
            String db = engine.ip(shop.db);
            String other = engine.ip(shop.other);
            ExperimentResult result = shop.experiment(way)
                    .property("reliability.deadline", "60s")
                    .attack(blackhole(db))
                    .evaluate(run -> {
                        assertThat(reaches(pid, db)).isFalse();
                        assertThat(reaches(pid, other)).isTrue();
                        run.attacks().get(0).awaitBite();
                        assertThat(Engine.tablesOf(pid)).hasSize(1);
                        engine.daemon().destroyForcibly();
                    });
            assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
            assertThat(result.message()).as("what nobody could look at").doesNotContain("nothing left behind");
            await().atMost(Duration.ofSeconds(20)).until(() -> reaches(pid, db));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Engine.tablesOf(pid)).isEmpty());
        }
    }

    /** By programs of this machine, in the network of the container with this first process. */
    private static boolean reaches(String pid, String address) throws IOException, InterruptedException {
        return new ProcessBuilder(
                                "nsenter",
                                "--target",
                                pid,
                                "--net",
                                "sh",
                                "-c",
                                "echo 'GET / HTTP/1.0' | busybox nc -w 1 \"$0\" 80 | grep -q hello",
                                address)
                        .start()
                        .waitFor()
                == 0;
    }
}
