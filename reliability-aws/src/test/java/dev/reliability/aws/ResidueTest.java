package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Told;
import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What faults of instances leave as long as it is there, in the books of the emulator; no machine is real. */
class ResidueTest extends OnMoto {

    private Fault fault(String address, String kind, Map<String, Object> attributes) {
        return new AwsTargetProvider()
                .target(
                        "web",
                        Address.parse(address),
                        new Told(Map.of(
                                "AWS_ENDPOINT_URL",
                                proxy.url(),
                                "AWS_REGION",
                                books.region(),
                                ".select",
                                "one",
                                ".seed",
                                "4711")))
                .plan(new FaultRequest(
                        kind, "loss", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), attributes));
    }

    @Test
    void aMemberThatIsNotReplaced() throws Exception {
        String group = Moto.unique("web");
        books.group(group, 2);
        Fault fault = fault("asg:" + group, Ec2Faults.TERMINATE, Map.of());
        assertThat(fault.residue()).as("nothing was done").isEmpty();
        assertThat(fault.alreadySo()).isEmpty();
        fault.inject();
        await().until(() -> fault.evidence().complete());
        // the emulator's group replaces it at once, and that one is in service at once
        proxy.rewrite("DescribeAutoScalingGroups", "InService", "Pending");
        fault.revert();
        assertThat(fault.residue())
                .containsExactly(
                        "2 of 2 instances in service of the auto scaling group " + group + " are not replaced yet");
        assertThat(fault.remedy())
                .contains("aws autoscaling describe-scaling-activities --region " + books.region()
                        + " --auto-scaling-group-name '" + group + "'");
        proxy.passAll();
        assertThat(fault.residue()).isEmpty();
    }

    @Test
    void aRebootedInstanceThatDoesNotComeBack() throws Exception {
        String id = books.instance("blue");
        Fault fault = fault("ec2:" + id, FaultKind.SHUTDOWN, Map.of(FaultAttribute.REBOOT, true));
        assertThat(fault.residue()).as("nothing was done").isEmpty();
        assertThat(fault.alreadySo()).isEmpty();
        fault.inject();
        books.ec2().stopInstances(request -> request.instanceIds(id));
        fault.revert();
        assertThat(fault.residue()).singleElement(STRING).startsWith("instance " + id + " is stopped");
        books.ec2().startInstances(request -> request.instanceIds(id));
        assertThat(fault.residue()).isEmpty();
    }

    @Test
    void aStoppedInstanceAndItsSchedule() throws Exception {
        String id = books.instance("blue");
        Fault fault = fault("ec2:" + id, FaultKind.SHUTDOWN, Map.of());
        fault.prepare();
        fault.inject();
        await().until(() -> fault.evidence().complete());
        assertThat(fault.residue())
                .hasSize(2)
                .satisfiesExactly(
                        down -> assertThat(down).startsWith("instance " + id + " is stopped"), mark -> assertThat(mark)
                                .matches("schedule reliability-" + id + "-[0-9a-f]{12} is still there"));
        fault.revert();
        assertThat(fault.residue()).isEmpty();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }
}
