package dev.reliability.k8s.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.spi.FaultKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods cut off by a NetworkPolicy: it bites, spares, is gone afterwards, and ends with its controller. */
@Tag("acceptance")
@Timeout(300)
abstract class PoliciesSuite extends NeighbourTests {

    static final Duration SOON = Duration.ofSeconds(60);

    @Override
    final void furnish(Lab lab) {
        lab.serve("db", PORT);
        lab.serve("db", OTHER_PORT);
        lab.serve("other", PORT);
    }

    final ExperimentBuilder experiment() {
        return Controller.experiment(lab().kubeconfig(), lab().image(), directory)
                .target("web", web())
                // the server of the stand-in runs beside everything else that a build does
                .property("reliability.lease", "15s")
                .property("target.web.network", "policy");
    }

    /** Lasts for as long as the body does. */
    private static FaultSpec untilDone() {
        return FaultSpec.of(FaultKind.BLACKHOLE, "web");
    }

    final FaultSpec blackhole() {
        return untilDone()
                .list("addresses", List.of(lab().address("db")))
                .list("ports", List.of(Integer.toString(PORT)));
    }

    @Override
    final boolean reachesDb() {
        return lab().connects("web", "db", PORT);
    }

    /** What carries the label of a fault: policies, jobs and pods. */
    final List<String> labelled() {
        return Stream.of(
                        lab().client().network().v1().networkPolicies(),
                        lab().client().batch().v1().jobs(),
                        lab().client().pods())
                .flatMap(kind -> kind.inNamespace(lab().namespace()).withLabel(Marks.LABEL).list().getItems().stream())
                .map(HasMetadata.class::cast)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    @Override
    final void assertGone() {
        await().atMost(SOON).until(this::reachesDb);
        assertThat(labelled()).isEmpty();
        await().atMost(SOON).until(() -> lab().containers("web").stream().allMatch("terminated"::equals));
    }

    @Test
    void aPolicyBitesNewConnectionsSparesOthersAndIsGone() throws IOException {
        assertThat(reachesDb()).isTrue();
        String kept = "/tmp/reliability-kept-" + ThreadLocalRandom.current().nextInt(1 << 24);
        lab().run(
                        "web",
                        "setsid bash -c 'exec 3<>/dev/tcp/$0/$1 && while echo hello >&3 && read -t 9 -u 3 line; do"
                                + " echo \"$line\" >>\"$2\"; sleep 0.1; done' \"$1\" \"$2\" \"$3\" </dev/null >/dev/null 2>&1 &",
                        lab().address("db"),
                        Integer.toString(PORT),
                        kept);
        await().atMost(SOON).until(() -> heard(kept) > 0);
        try {
            // longer than a revert may take: the end of the lease does not stand in for it
            ExperimentResult result = experiment()
                    .property("reliability.lease", "10m")
                    .attack(blackhole())
                    .evaluate(() -> {
                        assertThat(reachesDb()).isFalse();
                        assertThat(lab().connects("web", "db", OTHER_PORT)).isTrue();
                        assertThat(lab().connects("web", "other", PORT)).isTrue();
                        assertThat(lab().connects("other", "db", PORT)).isTrue();
                        int before = heard(kept);
                        await().atMost(SOON).until(() -> heard(kept) > before);
                    });
            assertThat(result.message())
                    .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
            assertThat(result.faults().get(0).bite())
                    .contains("new connections from pod web to " + lab().address("db"));
            assertThat(Files.readString(result.journal().orElseThrow())).contains("established ones go on");
            assertGone();
        } finally {
            // the shell that runs this has the name among its arguments, and must not find itself
            lab().run("web", "pkill -f \"$1\" || true", kept.replace("/tmp/r", "/tmp/[r]"));
            lab().run("web", "rm -f \"$1\"", kept);
        }
    }

    private int heard(String file) {
        return (int)
                lab().run("web", "cat \"$1\" 2>/dev/null || true", file).lines().count();
    }

    @Test
    void aNameIsCutOffAndAnExcludedOneIsNot() {
        ExperimentResult result = experiment()
                .attack(untilDone()
                        .list("hosts", List.of(lab().host("db"), lab().host("other"), "^" + lab().host("other")))
                        .list("ports", List.of("7000-7010", "^" + OTHER_PORT)))
                .evaluate(() -> {
                    assertThat(reachesDb()).isFalse();
                    assertThat(lab().connects("web", "db", OTHER_PORT)).isTrue();
                    assertThat(lab().connects("web", "other", PORT)).isTrue();
                });
        assertThat(result.message()).startsWith("PASSED");
        assertGone();
    }

    @Test
    void everythingButWhatIsExcludedIsCutOff() {
        ExperimentResult result = experiment()
                .property("target.web.probe", lab().address("db") + ":" + PORT)
                .attack(untilDone().list("addresses", List.of("^" + lab().address("other"))))
                .evaluate(() -> {
                    assertThat(reachesDb()).isFalse();
                    assertThat(lab().connects("web", "db", OTHER_PORT)).isFalse();
                    assertThat(lab().connects("web", "other", PORT)).isTrue();
                });
        assertThat(result.message()).startsWith("PASSED");
        assertGone();
    }

    @Test
    void aPolicyEndsWithItsControllerAndTheNextRunTakesTheLabelAway() throws Exception {
        Process controller = Controller.blackhole(
                lab(), directory, web(), lab().address("db"), "target.web.network=policy", "reliability.lease=10s");
        try (BufferedReader lines = controller.inputReader()) {
            await().atMost(Duration.ofSeconds(120)).until(() -> "BEGUN".equals(lines.readLine()));
            await().atMost(SOON).until(() -> !reachesDb());
            assertThat(labelled()).hasSize(3);
        } finally {
            controller.destroyForcibly();
        }
        controller.waitFor();
        await().atMost(SOON).until(this::reachesDb);
        await().atMost(SOON).until(() -> labelled().equals(List.of("Pod web")));
        ExperimentResult next = experiment().attack(blackhole()).evaluate(() -> {});
        assertThat(next.message()).startsWith("PASSED");
        assertThat(Files.readString(next.journal().orElseThrow())).contains("A dead run left blackhole of web: undone");
        assertGone();
    }

    /** Whose lease is long, from a machine that knows nothing of the run. */
    @Test
    void aSweepEndsThePolicyOfAFrozenController() throws Exception {
        sweepFromElsewhere(Duration.ofSeconds(120), SOON, "target.web.network=policy");
    }

    @Test
    void aPolicyThatSomebodyTakesAwayIsAnError() {
        ExperimentResult result = experiment()
                .attack(blackhole().duration("60s"))
                .evaluate(() -> lab().client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(lab().namespace())
                        .withLabel(Marks.LABEL)
                        .delete());
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("its lease is gone");
        assertGone();
    }
}
