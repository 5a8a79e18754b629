package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault on a container of a real engine bites, spares what it must, and is gone afterwards. */
@Timeout(180)
@NeedsDocker
class ContainerAttacksIT {

    @TempDir
    private static Path directory;

    private static Shop shop;

    @BeforeAll
    static void start() {
        shop = new Shop(directory);
    }

    @AfterAll
    static void remove() {
        if (shop != null) {
            shop.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(shop.left()).isEmpty();
        await().atMost(Duration.ofSeconds(20)).until(() -> shop.reaches(shop.db));
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void blackholeOfAnotherContainer(String way) throws Exception {
        String address = Engine.ip(shop.db);
        ExperimentResult result = shop.experiment(way)
                .attack(FaultSpec.blackhole("web").list("addresses", List.of(address)))
                .run(run -> {
                    assertThat(shop.reaches(shop.db)).isFalse();
                    assertThat(shop.reaches(shop.other)).isTrue();
                    run.attacks().get(0).awaitBite();
                    run.attacks().get(0).revert();
                });
        assertThat(result.faults().get(0).bite()).contains("of " + address + " dropped");
        assertThat(shop.reaches(shop.db)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void processKill(String way) throws Exception {
        Engine.docker("exec", "--detach", shop.web, "sleep", "4711");
        Engine.docker("exec", "--detach", shop.other, "sleep", "4711");
        ExperimentResult result = shop.experiment(way)
                .attack(FaultSpec.processKill("web", "^sleep 4711").duration("1s"))
                .run(() -> {});
        assertThat(result.faults().get(0).bite()).startsWith("gone: process ");
        assertThat(sleeps(shop.web)).isFalse();
        assertThat(sleeps(shop.other)).isTrue();
    }

    private static boolean sleeps(String name) {
        return Engine.in(name, "sh", "-c", "grep -q 471[1] /proc/[0-9]*/cmdline");
    }

    @Test
    void cpuLoadSharesTheProcessorsOfTheContainer() throws Exception {
        Engine.docker("update", "--cpus", "0.2", shop.web);
        try {
            ExperimentResult result = shop.experiment("directly")
                    .attack(FaultSpec.cpu("web", 1, 100).duration("30s"))
                    .evaluate(run -> {
                        run.attacks().get(0).awaitBite();
                        await().until(() -> throttled() > 0);
                        run.attacks().get(0).revert();
                    });
            assumeFalse(
                    result.message().contains("were busy already"), "this machine has no idle processor to take away");
            assertThat(result.message()).startsWith("PASSED");
            assertThat(result.faults().get(0).bite()).isEqualTo("1 core loaded to 100 %");
        } finally {
            String all = Integer.toString(Runtime.getRuntime().availableProcessors());
            Engine.docker("update", "--cpus", all, shop.web);
        }
    }

    /** The engine itself counts whose time it is. */
    @Test
    void cpuLoadByAHelperIsThatOfTheHelper() throws Exception {
        ExperimentResult result = shop.experiment("helper")
                .attack(FaultSpec.cpu("web", 1, 100).duration("60s"))
                .evaluate(run -> {
                    run.attacks().get(0).awaitBite();
                    String helper = Engine.docker("ps", "--quiet", "--filter", "label=" + Helper.LABEL);
                    await().atMost(Duration.ofSeconds(50)).until(() -> percentOfAProcessor(helper) > 5);
                    assertThat(percentOfAProcessor(shop.web)).isLessThan(5);
                    run.attacks().get(0).revert();
                });
        assumeFalse(result.message().contains("were busy already"), "this machine has no idle processor to take away");
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.faults().get(0).bite()).isEqualTo("1 core loaded to 100 %");
    }

    private static double percentOfAProcessor(String container) {
        return Double.parseDouble(Engine.docker("stats", "--no-stream", "--format", "{{.CPUPerc}}", container)
                .replace("%", ""));
    }

    private long throttled() {
        String id = Engine.docker("inspect", "--format", "{{.Id}}", shop.web);
        return Engine.throttled(id);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shutdown(boolean reboot) throws Exception {
        String started = Engine.state(shop.web, "StartedAt");
        ExperimentResult result = shop.experiment("directly")
                .steadyState(SteadyStateSpec.http(Shop.url(shop.other)).timeout("1s"))
                .attack(FaultSpec.shutdown("web").flag("reboot", reboot))
                .run(run -> {
                    run.attacks().get(0).awaitBite();
                    if (!reboot) {
                        assertThat(Engine.state(shop.web, "Running")).isEqualTo("false");
                    }
                });
        assertThat(result.faults().get(0).bite()).startsWith("container " + shop.web + (reboot ? " " : " is down"));
        assertThat(Engine.state(shop.web, "Running")).isEqualTo("true");
        assertThat(Engine.state(shop.web, "StartedAt")).isNotEqualTo(started);
    }

    @Test
    void usersNoticeThatTheOnlyContainerIsDown() {
        ExperimentResult result = shop.experiment("directly")
                .steadyState(SteadyStateSpec.http(Shop.url(shop.web))
                        .timeout("500ms")
                        .outage("2s"))
                .attack(FaultSpec.shutdown("web"))
                .evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.message()).contains("(allowed 2 s)").endsWith("Reverted; nothing left behind.");
        assertThat(result.said()).as("the container's log").anyMatch(line -> line.contains(shop.web + " serves"));
    }

    @Test
    void kill() throws Exception {
        ExperimentResult result = shop.experiment("directly")
                .attack(FaultSpec.processKill("web", "").duration("1s"))
                .run(run -> {
                    run.attacks().get(0).awaitBite();
                    assertThat(Engine.state(shop.web, "ExitCode")).isEqualTo("137");
                });
        assertThat(result.faults().get(0).bite()).isEqualTo("container " + shop.web + " is down");
        assertThat(Engine.state(shop.web, "Running")).isEqualTo("true");
    }

    @Test
    void pause() throws Exception {
        String started = Engine.state(shop.web, "StartedAt");
        ExperimentResult result = shop.experiment("directly")
                .attack(FaultSpec.processKill("web", "").text("signal", "STOP").duration("1s"))
                .run(run -> {
                    run.attacks().get(0).awaitBite();
                    assertThat(Engine.state(shop.web, "Paused")).isEqualTo("true");
                });
        assertThat(result.faults().get(0).bite()).isEqualTo("container " + shop.web + " is paused");
        assertThat(Engine.state(shop.web, "Paused")).isEqualTo("false");
        assertThat(Engine.state(shop.web, "StartedAt")).isEqualTo(started);
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void aRestartUnderABlackholeIsAnError(String way) {
        ExperimentResult result = shop.experiment(way)
                .attack(FaultSpec.blackhole("web")
                        .list("addresses", List.of(Engine.ip(shop.db)))
                        .duration("60s"))
                .evaluate(run -> {
                    shop.reaches(shop.db);
                    run.attacks().get(0).awaitBite();
                    Engine.docker("restart", "--time", "1", shop.web);
                });
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("ended by itself").endsWith("Reverted; nothing left behind.");
        await().atMost(Duration.ofSeconds(10)).until(() -> shop.reaches(shop.db));
    }

    @Test
    void aContainerThatSomebodyElseStartsIsAnError() {
        ExperimentResult result = shop.experiment("directly")
                .attack(FaultSpec.shutdown("web").duration("60s"))
                .evaluate(run -> {
                    run.attacks().get(0).awaitBite();
                    Engine.docker("start", shop.web);
                });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("container " + shop.web + " was started again by somebody else");
    }

    @Test
    void aContainerThatSomebodyElseRemovesIsAnError() {
        ExperimentResult result = shop.experiment("directly")
                .property("reliability.deadline", "40s")
                .attack(FaultSpec.shutdown("web").duration("20s"))
                .evaluate(run -> {
                    run.attacks().get(0).awaitBite();
                    Engine.remove(shop.web);
                });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("container " + shop.web + " was removed");
        Engine.web(shop.web);
    }
}
