package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Told;
import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.spi.Address;
import dev.reliability.spi.MachineKeys;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What addresses stand for, in the books of the emulator; no machine is real. */
class TargetsTest extends OnMoto {

    private Target target(String address, Map<String, String> attributes) {
        Map<String, String> told = new HashMap<>(Map.of("AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region()));
        attributes.forEach((name, value) -> told.put("." + name, value));
        return new AwsTargetProvider().target("web", Address.parse(address), new Told(told));
    }

    @ParameterizedTest
    @CsvSource({"all, 4", "one, 1", "3, 3", "50%, 2", "10%, 1"})
    void aChoiceOfSeveral(String select, int taken) {
        String name = Moto.unique("web");
        List<String> ids = books.instances(4, Map.of("Name", name, "reliability", "allowed"), request -> {});
        List<String> stopped = new ArrayList<>();
        ExperimentResult result = experiment(FaultSpec.shutdown("web"))
                .target("web", "ec2:tag:Name=" + name)
                .property("target.web.select", select)
                .property("target.web.seed", "4711")
                .evaluate(() -> ids.stream()
                        .filter(id -> books.state(id).equals("stopped"))
                        .forEach(stopped::add));
        assertThat(result.message()).startsWith("PASSED");
        assertThat(stopped).hasSize(taken);
        assertThat(ids).allMatch(id -> books.state(id).equals("running"));
        assertThat(ids).allMatch(id -> books.schedules(id).isEmpty());
        assertThat(proxy.calls().stream().filter("StopInstances"::equals))
                .as("one call for all")
                .hasSize(1);
    }

    @Test
    void aSeedMakesAChoiceTheSameAgain() {
        String name = Moto.unique("web");
        books.instances(6, Map.of("Name", name, "reliability", "allowed"), request -> {});
        Map<String, String> seeded = Map.of("select", "2", "seed", "4711");
        assertThat(target("ec2:tag:Name=" + name, seeded).resources())
                .isEqualTo(target("ec2:tag:Name=" + name, seeded).resources());
    }

    @Test
    void manyAreFilteredByTheServer() {
        String name = Moto.unique("many");
        books.instances(60, Map.of("Name", name), request -> {});
        books.instances(5, Map.of("Name", Moto.unique("other")), request -> {});
        Target target = target("ec2:tag:Name=" + name, Map.of("select", "all"));
        assertThat(target.size()).isEqualTo(60);
        assertThat(proxy.calls())
                .as("no call for each of them")
                .containsExactly("GetCallerIdentity", "DescribeInstances");
    }

    @Test
    void knowsInstancesByTheirArnAndWhatTheyAreSeenAs() throws Exception {
        String id = books.instance("blue");
        Target target = target("ec2:" + id, Map.of());
        assertThat(target.resources())
                .contains("arn:aws:ec2:" + books.region() + ":" + Moto.ACCOUNT + ":instance/" + id);
        assertThat(target.identities())
                .contains(id, books.find(id).privateIpAddress(), books.find(id).publicIpAddress());
        assertThat(target.whereabouts())
                .containsEntry("accounts", Set.of(Moto.ACCOUNT))
                .containsEntry("regions", Set.of(books.region()));
        assertThat(target.unhealthy().orElseThrow().state(Duration.ofSeconds(5)).firing())
                .isFalse();
        books.ec2().stopInstances(request -> request.instanceIds(id));
        assertThat(target.identities()).isEmpty();
        assertThat(target.unhealthy().orElseThrow().state(Duration.ofSeconds(5)))
                .satisfies(state -> {
                    assertThat(state.firing()).isTrue();
                    assertThat(state.detail()).contains(id + " is stopped");
                });
    }

    @Test
    void aMachineHasTheKeysThatWhoeverLogsInToItKnows() {
        String id = books.instance("blue");
        assertThat(target("ec2:" + id, Map.of()).resources())
                .containsAll(MachineKeys.of(List.of(id)))
                .containsAll(MachineKeys.of(List.of(books.find(id).publicIpAddress())))
                .containsAll(MachineKeys.of(List.of(books.find(id).privateIpAddress())));
    }

    @Test
    void tellsWhichOtherRunAttacksIt() throws Exception {
        String id = books.instance("blue");
        assertThat(target("ec2:" + id, Map.of()).attackedBy()).isEmpty();
        books.schedule("reliability-" + id + "-0123456789ab", id);
        assertThat(target("ec2:" + id, Map.of()).attackedBy())
                .contains("another run, as the schedule reliability-" + id + "-0123456789ab shows");
    }

    @Test
    void accountsAndRegionsAreGuarded() {
        String id = books.instance("blue");
        assertThatThrownBy(() -> experiment(FaultSpec.shutdown("ec2:" + id))
                        .property("reliability.profile", "guarded")
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(Moto.ACCOUNT + " is not in allow.accounts = 999999999999")
                .hasMessageContaining(books.region() + " is not in allow.regions = mars-north-1");
        assertThat(proxy.calls()).startsWith("GetCallerIdentity").doesNotContain("CreateSchedule", "StopInstances");
        assertThat(books.state(id)).isEqualTo("running");
    }

    @Test
    void terminatedMembersOfAGroupAreReplaced() {
        String group = Moto.unique("web");
        List<String> before = books.group(group, 2);
        ExperimentResult result = experiment(FaultSpec.of(Ec2Faults.TERMINATE, "web"))
                .target("web", "asg:" + group)
                .property("target.web.select", "one")
                .evaluate(() -> {
                    // the emulator's group replaces nothing by itself
                    String gone = before.stream()
                            .filter(id -> books.state(id).equals("terminated"))
                            .findFirst()
                            .orElseThrow();
                    books.replace(group, gone, 2);
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(books.members(group)).hasSize(2).isNotEqualTo(before);
    }
}
