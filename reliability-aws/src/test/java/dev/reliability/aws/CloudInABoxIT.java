package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.CloudInABox;
import dev.reliability.aws.emulator.Machines;
import dev.reliability.aws.emulator.NeedsHosts;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Proxy.Answer;
import dev.reliability.aws.emulator.Told;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real machines behind the books of the emulator: what is stopped is off, and a schedule that is due starts it. */
@NeedsHosts
class CloudInABoxIT extends OnMoto {

    private Machines machines;
    private CloudInABox cloud;

    @BeforeEach
    void boot() {
        machines = new Machines(2);
        cloud = new CloudInABox(books, proxy, machines, "bookstore-api-blue", "bookstore-api-green");
    }

    @AfterEach
    void end() {
        cloud.close();
    }

    private ExperimentBuilder onBlue(FaultSpec fault) {
        return experiment(fault)
                .target("blue", "ec2:" + cloud.id(0))
                .property("reliability.ssh.config", machines.sshConfiguration().toString())
                .property("target.blue.user", "root")
                .property("target.blue.address", machines.address(0));
    }

    @Test
    void whatIsStoppedIsOffAndComesBack() {
        List<Boolean> during = new ArrayList<>();
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + cloud.id(0)))
                .evaluate(() -> {
                    await().until(() -> !machines.serves(0));
                    during.add(machines.serves(1));
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(during).as("green is spared").containsExactly(true);
        await().until(() -> machines.serves(0));
        assertThat(cloud.fired()).isEmpty();
    }

    @Test
    void aMachineWhoseControllerIsKilledIsStartedByItsSchedule() throws Exception {
        Process controller = Controllers.start(
                proxy, books, "ec2:" + cloud.id(0), directory.resolve("state").toString());
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> !machines.serves(0));
        } finally {
            controller.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
        cloud.later(Duration.ofMinutes(14));
        assertThat(cloud.fired())
                .as("not before the deadline of the experiment")
                .isEmpty();
        assertThat(machines.serves(0)).isFalse();
        cloud.later(Duration.ofMinutes(4));
        await().until(() -> machines.serves(0));
        assertThat(cloud.fired()).singleElement().asString().startsWith("reliability-" + cloud.id(0));
        assertThat(books.schedules(cloud.id(0))).isEmpty();
        assertThat(books.state(cloud.id(0))).isEqualTo("running");
    }

    @Test
    void aRebootIsProvenByTheMachineItself() {
        ExperimentResult result =
                onBlue(FaultSpec.shutdown("blue").flag("reboot", true)).evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        await().until(() -> machines.serves(0));
    }

    @Test
    void aRebootThatDoesNotHappenIsNotProven() throws Exception {
        proxy.answer(
                "RebootInstances",
                new Answer(
                        200, "text/xml", "<RebootInstancesResponse><return>true</return></RebootInstancesResponse>"));
        Fault reboot = reboot();
        await().until(() -> reboot.alreadySo().isEmpty());
        reboot.inject();
        assertThat(reboot.evidence().bitten()).isFalse();
        assertThat(reboot.evidence().why()).isEqualTo("instance " + cloud.id(0) + " is still up");
        assertThat(reboot.residue()).isEmpty();
    }

    @Test
    void aRebootFromWhichTheMachineDoesNotComeBackIsLeftOver() throws Exception {
        Fault reboot = reboot();
        await().until(() -> reboot.alreadySo().isEmpty());
        reboot.inject();
        books.ec2().stopInstances(request -> request.instanceIds(cloud.id(0)));
        await().until(() -> !machines.serves(0));
        reboot.revert();
        assertThat(reboot.residue()).containsExactly("instance " + cloud.id(0) + " is not back yet");
        books.ec2().startInstances(request -> request.instanceIds(cloud.id(0)));
        await().atMost(Duration.ofMinutes(1)).until(() -> reboot.residue().isEmpty());
    }

    private Fault reboot() {
        Told told = new Told(Map.of(
                "AWS_ENDPOINT_URL", proxy.url(),
                "AWS_REGION", books.region(),
                "reliability.ssh.config", machines.sshConfiguration().toString(),
                ".user", "root",
                ".address", machines.address(0)));
        return new AwsTargetProvider()
                .target("blue", Address.parse("ec2:" + cloud.id(0)), told)
                .plan(new FaultRequest(
                        FaultKind.SHUTDOWN,
                        "reboot",
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ofMinutes(15),
                        Map.of(FaultAttribute.REBOOT, true)));
    }

    @Test
    void anAttackInsideOfTheHostGoesOverSsh() {
        List<String> during = new ArrayList<>();
        ExperimentResult result = onBlue(FaultSpec.blackhole("blue")
                        .list("addresses", List.of(machines.address(1)))
                        .duration("3s"))
                .evaluate(() -> during.add(
                        machines.login(0, "curl -s -m 2 -o /dev/null http://" + machines.address(1) + "; echo $?")));
        assertThat(result.message()).startsWith("PASSED");
        assertThat(during).containsExactly("28");
        assertThat(machines.login(0, "curl -s -m 2 -o /dev/null http://" + machines.address(1) + "; echo $?"))
                .isEqualTo("0");
        assertThat(machines.login(0, "nft list tables")).isEmpty();
    }
}
