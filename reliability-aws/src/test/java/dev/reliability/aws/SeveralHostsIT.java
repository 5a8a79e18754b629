package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.CloudInABox;
import dev.reliability.aws.emulator.Machines;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.NeedsHosts;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks inside of several instances at once, over SSH: the machines are real, the books are the emulator's. */
@NeedsHosts
class SeveralHostsIT extends OnMoto {

    private static final int DATABASE = 2;

    private final String web = Moto.unique("web");
    private Machines machines;
    private CloudInABox cloud;

    @BeforeEach
    void boot() {
        machines = new Machines(3);
        cloud = new CloudInABox(books, proxy, machines, web, web, Moto.unique("db"));
    }

    @AfterEach
    void end() {
        cloud.close();
    }

    private ExperimentBuilder blackholeOfAll(String duration) {
        return experiment(FaultSpec.blackhole("web")
                        .list("addresses", List.of(machines.address(DATABASE)))
                        .duration(duration))
                .target("web", "ec2:tag:Name=" + web)
                .property("reliability.ssh.config", machines.sshConfiguration().toString())
                .property("target.web.select", "all")
                .property("target.web.user", "root")
                .property("target.web.address", "private");
    }

    private String reached(int from, int to) {
        return machines.login(
                from, "curl -s -m 2 -o /dev/null http://" + machines.address(to) + " && echo yes || echo no");
    }

    private List<String> tables() {
        return List.of(machines.login(0, "nft list tables"), machines.login(1, "nft list tables"));
    }

    @Test
    void allAreCutOffAndEachIsProven() {
        List<String> during = new ArrayList<>();
        ExperimentResult result = blackholeOfAll("15s").evaluate(() -> {
            during.add(reached(0, DATABASE));
            during.add(reached(1, DATABASE));
            during.add(reached(0, 1));
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(during).containsExactly("no", "no", "yes");
        assertThat(result.faults().get(0).bite())
                .contains("instance " + cloud.id(0) + ": ", "instance " + cloud.id(1) + ": ");
        assertThat(List.of(reached(0, DATABASE), reached(1, DATABASE))).containsOnly("yes");
        assertThat(tables()).containsOnly("");
    }

    @Test
    void oneThatNobodyUsedProvesNothing() {
        ExperimentResult result = blackholeOfAll("3s").evaluate(() -> reached(0, DATABASE));
        assertThat(result.message())
                .startsWith("INCONCLUSIVE")
                .contains("instance " + cloud.id(1) + ": ")
                .doesNotContain("instance " + cloud.id(0) + ": no traffic")
                .contains("nothing left behind");
        assertThat(tables()).containsOnly("");
    }

    @Test
    void twoThatAreLoggedInToAtOneAddressAreRefused() {
        ExperimentBuilder experiment = blackholeOfAll("3s").property("target.web.address", machines.address(0));
        assertThat(catchThrowable(() -> experiment.evaluate(() -> {})))
                .hasMessageContaining("more than one would be logged in to at ssh://root@" + machines.address(0))
                .hasMessageContaining("No fault was injected");
    }

    @Test
    void whatAKilledControllerLeavesEndsByItselfAndTheSweepFindsNothing() throws Exception {
        String state = directory.resolve("state").toString();
        Process controller = Controllers.java(
                        proxy,
                        books,
                        Killed.class.getName(),
                        proxy.url(),
                        books.region(),
                        state,
                        "ec2:tag:Name=" + web,
                        machines.address(DATABASE),
                        machines.sshConfiguration().toString())
                .redirectOutput(Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> reached(0, DATABASE).equals("no")
                            && reached(1, DATABASE).equals("no"));
        } finally {
            controller.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> reached(0, DATABASE).equals("yes")
                        && reached(1, DATABASE).equals("yes"));
        Process sweep = Controllers.command(proxy, books, "sweep", "--state", state);
        String said = new String(sweep.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sweep.waitFor()).as(said).isZero();
        assertThat(tables()).containsOnly("");
    }

    /** A run that cuts instances off until it is killed: ENDPOINT REGION STATE TARGET ADDRESS SSH-CONFIGURATION. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] arguments) {
            FaultSpec fault = FaultSpec.blackhole("web")
                    .list("addresses", List.of(arguments[4]))
                    .duration("10m");
            ControllerMain.untilKilled(arguments[0], arguments[1], arguments[2], fault, experiment -> experiment
                    .target("web", arguments[3])
                    .property("target.web.select", "all")
                    .property("target.web.user", "root")
                    .property("target.web.address", "private")
                    .property("reliability.ssh.config", arguments[5]));
        }
    }
}
