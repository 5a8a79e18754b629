package dev.reliability.k8s.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.spi.FaultKind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults in pods: each bites, spares, is gone afterwards, and ends with its controller. */
@Tag("acceptance")
@Timeout(300)
abstract class PodFaultsSuite extends NeighbourTests {

    /** A machine without an idle processor cannot show a load. */
    private static final String BUSY = "were busy already";

    private static final Duration SOON = Duration.ofSeconds(30);

    @Override
    final void furnish(Lab lab) {
        lab.answerQuestions("db");
        lab.pod("asker", Optional.of(lab.address("db")));
    }

    private ExperimentBuilder experiment() {
        return Controller.experiment(lab().kubeconfig(), lab().image(), directory)
                .target("web", web());
    }

    private FaultSpec blackhole() {
        return FaultSpec.blackhole("web")
                .list("addresses", List.of(lab().address("db")))
                .list("ports", List.of(Integer.toString(PORT)));
    }

    @Override
    final boolean reachesDb() {
        return lab().answers("web", "db", PORT);
    }

    @Override
    final void assertGone() {
        await().atMost(SOON).until(this::reachesDb);
        assertGone("web");
    }

    private void assertGone(String pod) {
        await().atMost(SOON).until(() -> lab().tables(pod).isEmpty());
        await().atMost(SOON).until(() -> lab().containers(pod).stream().allMatch("terminated"::equals));
        await().atMost(SOON).until(() -> lab().processes(pod).isEmpty());
    }

    @Test
    void aBlackholeBitesSparesAndIsGone() throws IOException {
        assertThat(reachesDb()).isTrue();
        ExperimentResult result = experiment()
                .attack(blackhole().duration("2s"))
                .evaluate(() -> {
                    assertThat(reachesDb()).isFalse();
                    assertThat(lab().answers("web", "db", OTHER_PORT)).isTrue();
                    assertThat(lab().answers("web", "other", PORT)).isTrue();
                    assertThat(lab().answers("other", "db", PORT)).isTrue();
                });
        assertThat(result.message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
        assertThat(result.faults().get(0).bite()).contains("of " + lab().address("db") + " dropped");
        assertThat(Files.readString(result.journal().orElseThrow())).contains("ended container stays listed");
        assertGone();
    }

    @Test
    void aBlackholeWithoutTrafficProvesNothing() {
        ExperimentResult result =
                experiment().attack(blackhole().duration("1s")).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message())
                .contains("blackhole of web dropped nothing")
                .contains("pod web");
        assertGone();
    }

    @Test
    void packetsAreLost() {
        ExperimentResult result = experiment()
                .attack(FaultSpec.packetLoss("web", 100)
                        .list("addresses", List.of(lab().address("db")))
                        .duration("2s"))
                .evaluate(() -> {
                    assertThat(reachesDb()).isFalse();
                    assertThat(lab().answers("web", "other", PORT)).isTrue();
                });
        assertThat(result.message()).startsWith("PASSED");
        assertGone();
    }

    @Test
    void namesAreNotResolved() {
        await().atMost(SOON).until(() -> isAnswered("asker"));
        ExperimentResult result = experiment()
                .target("asker", asker())
                .attack(FaultSpec.of(FaultKind.DNS_OUTAGE, "asker"))
                .evaluate(() -> {
                    assertThat(isAnswered("asker")).isFalse();
                    assertThat(lab().answers("asker", "db", PORT)).isTrue();
                    assertThat(isAnswered("other")).isTrue();
                });
        assertThat(result.message()).startsWith("PASSED");
        await().atMost(SOON).until(() -> isAnswered("asker"));
        assertGone("asker");
    }

    private String asker() {
        return "k8s:" + lab().namespace() + "/app=asker";
    }

    /** Whether a question for a name is answered within a second. */
    private boolean isAnswered(String pod) {
        return lab().run(
                        pod,
                        "exec 3<>\"/dev/udp/$1/53\" && printf '\\1\\2\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\\0\\1\\0\\1' >&3 &&"
                                + " timeout 1 head -c 2 <&3 | od -An -tx1",
                        lab().address("db"))
                .contains("01 02");
    }

    @Test
    void everyPodThatIsChosenIsProvenByItself() {
        ExperimentResult result = experiment()
                .target("crowd", "k8s:" + lab().namespace() + "/app in (web, other)")
                .property("target.crowd.select", "2")
                .attack(FaultSpec.of(FaultKind.BLACKHOLE, "crowd")
                        .list("addresses", List.of(lab().address("db")))
                        .list("ports", List.of(Integer.toString(PORT))))
                .evaluate(() -> {
                    assertThat(reachesDb()).isFalse();
                    assertThat(lab().answers("other", "db", PORT)).isFalse();
                    assertThat(lab().answers("other", "db", OTHER_PORT)).isTrue();
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.faults().get(0).bite()).contains("pod web: ").contains("pod other: ");
        assertGone("other");
        assertGone();
    }

    @Test
    void oneOfTwoPodsWithoutTrafficProvesNothing() {
        ExperimentResult result = experiment()
                .target("crowd", "k8s:" + lab().namespace() + "/app in (web, other)")
                .attack(FaultSpec.blackhole("crowd")
                        .list("addresses", List.of(lab().address("db")))
                        .list("ports", List.of(Integer.toString(PORT)))
                        .duration("4s"))
                .evaluate(this::reachesDb);
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("pod other: no traffic went to");
        assertGone("other");
        assertGone();
    }

    @Test
    void anOutageOfNamesEndsWithItsController() throws Exception {
        await().atMost(SOON).until(() -> isAnswered("asker"));
        kill(FaultKind.DNS_OUTAGE, asker(), log -> !isAnswered("asker"));
        await().atMost(SOON).until(() -> isAnswered("asker"));
        assertGone("asker");
    }

    @Test
    void aLoadEndsWithItsController() throws Exception {
        kill(FaultKind.CPU_LOAD, web(), log -> log.contains("Injecting cpu load") || log.contains(BUSY));
        assertGone();
    }

    /** Lets another JVM attack, and kills it as soon as something is so. */
    private void kill(String kind, String target, Predicate<String> once) throws Exception {
        Path run = Files.createDirectory(directory.resolve(kind));
        Process attacker = Attacker.start(lab(), run, kind, target);
        try {
            await().atMost(Duration.ofSeconds(120)).until(() -> {
                String log = Files.readString(run.resolve("attacker.log"));
                boolean soon = once.test(log);
                assertThat(attacker.isAlive() || soon).as(log).isTrue();
                return soon;
            });
        } finally {
            attacker.destroyForcibly().waitFor();
        }
    }

    @Test
    void processorsAreLoaded() {
        ExperimentResult result =
                experiment().attack(FaultSpec.cpu("web", 1, 50).duration("2s")).evaluate(() -> {});
        if (!result.message().contains(BUSY)) {
            assertThat(result.message()).startsWith("PASSED");
            assertThat(result.faults().get(0).bite()).contains("1 core loaded to 50 %");
        }
        assertGone();
    }

    @Test
    void processesAreKilledAndOthersAreSpared() {
        int number = ThreadLocalRandom.current().nextInt(1_000_000, 9_000_000);
        String mine = "sleep " + number;
        String other = "sleep " + (number + 1);
        for (String command : List.of(mine, other)) {
            lab().run("web", "setsid " + command + " </dev/null >/dev/null 2>&1 & echo");
            await().atMost(SOON).until(() -> runs("web", command));
        }
        ExperimentResult result = experiment()
                .attack(FaultSpec.processKill("web", "^" + mine + "$").duration("1s"))
                .evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        assertThat(runs("web", mine)).isFalse();
        assertThat(runs("web", other)).isTrue();
        lab().run("web", "kill $(pgrep -x -f '" + other + "')");
        assertGone();
    }

    private boolean runs(String pod, String command) {
        return !lab().run(pod, "pgrep -x -f \"$1\" || true", command).isBlank();
    }

    @Test
    void aFaultEndsWithItsControllerAndIsUndoneByTheNextRun() throws Exception {
        Process controller = Controller.blackhole(lab(), directory, web(), lab().address("db"));
        try (BufferedReader lines = controller.inputReader()) {
            await().atMost(Duration.ofSeconds(90)).until(() -> "BEGUN".equals(lines.readLine()));
            await().atMost(SOON).until(() -> !reachesDb());
            assertThat(lab().answers("web", "other", PORT)).isTrue();
        } finally {
            controller.destroyForcibly();
        }
        controller.waitFor();
        assertGone();
        assertThat(runs()).as("what the next run reads").hasSize(1);
        ExperimentResult next = experiment().attack(blackhole().duration("1s")).evaluate(this::reachesDb);
        assertThat(Files.readString(next.journal().orElseThrow())).contains("A dead run left blackhole of web: undone");
        assertThat(runs()).isEmpty();
        assertGone();
    }

    /** What hears neither from its controller nor of its end. */
    @Test
    void aSweepEndsTheFaultOfAFrozenController() throws Exception {
        sweepFromElsewhere(Duration.ofSeconds(90), SOON);
    }

    @Test
    void aFaultEndsWhereverItsControllerDies() throws Exception {
        long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong(1000));
        System.out.println("kills by chance, seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < Integer.getInteger("kills", 2); i++) {
            Process controller = Controller.blackhole(lab(), directory.resolve("kill" + i), web(), lab().address("db"));
            try (BufferedReader lines = controller.inputReader()) {
                await().atMost(Duration.ofSeconds(90)).until(() -> "STARTED".equals(lines.readLine()));
                controller.waitFor(random.nextInt(8000), TimeUnit.MILLISECONDS);
            } finally {
                controller.destroyForcibly();
            }
            controller.waitFor();
            assertGone();
        }
    }

    @Test
    void podsAreDeletedAndReplaced() {
        Deployment crew = new DeploymentBuilder()
                .withNewMetadata()
                .withName("crew")
                .withNamespace(lab().namespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", "crew")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "crew")
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("app")
                .withImage(lab().image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sleep", "infinity")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        lab().client().resource(crew).create();
        await().atMost(Duration.ofMinutes(2)).until(() -> crew().size() == 2);
        Set<String> before = crew();
        ExperimentResult result = experiment()
                .target("crew", "k8s:" + lab().namespace() + "/app=crew")
                .attack(FaultSpec.of("termination", "crew").duration("2s"))
                .evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        assertThat(crew()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    private Set<String> crew() {
        return lab().client().pods().inNamespace(lab().namespace()).withLabel("app", "crew").list().getItems().stream()
                .filter(Readiness::isPodReady)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state/runs"))) {
            return files.toList();
        }
    }
}
