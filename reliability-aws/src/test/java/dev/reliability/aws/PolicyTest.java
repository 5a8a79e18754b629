package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Proxy;
import dev.reliability.aws.emulator.Told;
import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.spi.Address;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Right;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The printed policy against the calls that the emulator saw, both ways. */
class PolicyTest extends OnMoto {

    private static final ObjectMapper JSON = new ObjectMapper();

    private String select = "all";

    private Told told() {
        return new Told(Map.of(
                "AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region(), ".select", select, ".seed", "4711"));
    }

    private Set<Right> rights(String address, String kind, Map<String, Object> attributes) {
        Target target = new AwsTargetProvider().target("web", Address.parse(address), told());
        Set<Right> rights = new HashSet<>(target.rights());
        rights.addAll(target.plan(new FaultRequest(
                        kind, "loss", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), attributes))
                .rights());
        return rights;
    }

    private static Set<String> allowed(JsonNode policy) {
        Set<String> actions = new TreeSet<>();
        policy.path("Statement")
                .forEach(statement -> statement.path("Action").forEach(one -> actions.add(one.asText())));
        return actions;
    }

    private JsonNode policy(String address, String kind, Map<String, Object> attributes) throws Exception {
        return JSON.readTree(new AwsAuthority().policy(rights(address, kind, attributes)));
    }

    private void assertAllowsWhatWasCalled(JsonNode policy, ExperimentResult result) {
        assertThat(result.message()).startsWith("PASSED");
        Set<String> called = new TreeSet<>(Aws.of(Access.of(told())).calls().actions());
        Set<String> allowed = allowed(policy.path("controller"));
        // no call, but what the scheduler asks for when it is given a role
        allowed.remove("iam:PassRole");
        assertThat(allowed).isEqualTo(called);
    }

    @Test
    void ofAStop() throws Exception {
        String id = books.instance("blue");
        JsonNode policy = policy("ec2:" + id, FaultKind.SHUTDOWN, Map.of());
        assertAllowsWhatWasCalled(
                policy, experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {}));
    }

    @Test
    void ofAStopOfAMember() throws Exception {
        String group = Moto.unique("web");
        List<String> ids = books.group(group, 2);
        books.autoScaling().suspendProcesses(request -> request.autoScalingGroupName(group)
                .scalingProcesses("HealthCheck", "ReplaceUnhealthy"));
        JsonNode policy = policy("ec2:" + ids.get(0), FaultKind.SHUTDOWN, Map.of());
        assertAllowsWhatWasCalled(
                policy, experiment(FaultSpec.shutdown("ec2:" + ids.get(0))).evaluate(() -> {}));
    }

    @Test
    void ofAReboot() throws Exception {
        String id = books.instance("blue");
        JsonNode policy = policy("ec2:" + id, FaultKind.SHUTDOWN, Map.of("reboot", true));
        // the emulator reboots nothing, and its checks never notice anything
        proxy.onCall(action -> {
            if (action.equals("RebootInstances")) {
                proxy.rewrite("DescribeInstanceStatus", "<status>ok</status>", "<status>initializing</status>");
            }
        });
        assertAllowsWhatWasCalled(
                policy,
                experiment(FaultSpec.shutdown("ec2:" + id).flag("reboot", true)).evaluate(() -> {}));
    }

    @Test
    void ofATermination() throws Exception {
        String group = Moto.unique("web");
        String id = books.group(group, 1).get(0);
        JsonNode policy = policy("asg:" + group, Ec2Faults.TERMINATE, Map.of());
        assertAllowsWhatWasCalled(
                policy,
                experiment(FaultSpec.of(Ec2Faults.TERMINATE, "asg:" + group))
                        .evaluate(() -> books.replace(group, id, 1)));
    }

    @Test
    void ofAStopOfSomeWithATag() throws Exception {
        String name = Moto.unique("web");
        books.instances(3, Map.of("Name", name, "reliability", "allowed"), request -> {});
        select = "2";
        JsonNode policy = policy("ec2:tag:Name=" + name, FaultKind.SHUTDOWN, Map.of());
        assertAllowsWhatWasCalled(policy, stopOf("ec2:tag:Name=" + name).evaluate(() -> {}));
        assertThat(statement(policy.path("controller"), "ec2:StopInstances")
                        .path("Resource")
                        .asText())
                .as("others may be chosen the next time")
                .isEqualTo("arn:aws:ec2:" + books.region() + ":" + Moto.ACCOUNT + ":instance/*");
    }

    @Test
    void ofAStopOfAMemberOfAGroup() throws Exception {
        String group = Moto.unique("web");
        books.group(group, 2);
        books.autoScaling().suspendProcesses(request -> request.autoScalingGroupName(group)
                .scalingProcesses("HealthCheck", "ReplaceUnhealthy"));
        select = "one";
        JsonNode policy = policy("asg:" + group, FaultKind.SHUTDOWN, Map.of());
        assertAllowsWhatWasCalled(policy, stopOf("asg:" + group).evaluate(() -> {}));
    }

    private ExperimentBuilder stopOf(String address) {
        return experiment(FaultSpec.shutdown("web"))
                .target("web", address)
                .property("target.web.select", select)
                .property("target.web.seed", "4711");
    }

    /** Dry runs are calls, too: each is one that the policy allows, and what they ask for is all that can be asked for so. */
    @ParameterizedTest
    @CsvSource({"stop", "reboot", "termination"})
    void ofDryRuns(String what) throws Exception {
        String id =
                what.equals("termination") ? books.group(Moto.unique("web"), 1).get(0) : books.instance("blue");
        Set<Right> rights =
                switch (what) {
                    case "stop" -> rights("ec2:" + id, FaultKind.SHUTDOWN, Map.of());
                    case "reboot" -> rights("ec2:" + id, FaultKind.SHUTDOWN, Map.of("reboot", true));
                    default -> rights("ec2:" + id, Ec2Faults.TERMINATE, Map.of());
                };
        Set<String> allowed =
                allowed(JSON.readTree(new AwsAuthority().policy(rights)).path("controller"));
        int before = proxy.calls().size();
        assertThat(new AwsAuthority().missing(rights, told())).isEmpty();
        Set<String> tried = proxy.calls().subList(before, proxy.calls().size()).stream()
                .map(call -> "ec2:" + call.replace(Proxy.DRY, ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(proxy.calls().subList(before, proxy.calls().size()))
                .as("nothing is done")
                .allMatch(call -> call.startsWith(Proxy.DRY));
        assertThat(tried)
                .isEqualTo(allowed.stream()
                        .filter(action -> action.matches("ec2:(Stop|Start|Reboot|Terminate)Instances"))
                        .collect(Collectors.toCollection(TreeSet::new)))
                .isNotEmpty();
        proxy.answer("try StartInstances", Proxy.Answer.error(403, "UnauthorizedOperation", "no"));
        assertThat(new AwsAuthority().missing(rights, told()))
                .hasSize(what.equals("stop") ? 1 : 0)
                .allSatisfy(missing -> assertThat(missing).contains(" may not ec2:StartInstances "));
    }

    @Test
    void isLimitedToTheInstanceTheTagAndTheSchedules() throws Exception {
        String id = books.instance("blue");
        JsonNode all = policy("ec2:" + id, FaultKind.SHUTDOWN, Map.of());
        String account = books.region() + ":" + Moto.ACCOUNT;
        JsonNode controller = all.path("controller");
        assertThat(statement(controller, "ec2:StopInstances").path("Resource").asText())
                .isEqualTo("arn:aws:ec2:" + account + ":instance/" + id);
        assertThat(statement(controller, "ec2:StopInstances")
                        .at("/Condition/StringEquals/aws:ResourceTag~1reliability")
                        .asText())
                .isEqualTo("allowed");
        assertThat(statement(controller, "scheduler:CreateSchedule")
                        .path("Resource")
                        .asText())
                .isEqualTo("arn:aws:scheduler:" + account + ":schedule/default/reliability-*");
        String role = "arn:aws:iam::" + Moto.ACCOUNT + ":role/reliability-restart";
        assertThat(statement(controller, "iam:PassRole").path("Resource").asText())
                .isEqualTo(role);
        assertThat(statement(controller, "iam:PassRole")
                        .at("/Condition/StringEquals/iam:PassedToService")
                        .asText())
                .isEqualTo("scheduler.amazonaws.com");
        JsonNode handedOn = all.path("role " + role);
        assertThat(allowed(handedOn.path("policy"))).containsExactly("ec2:StartInstances");
        assertThat(statement(handedOn.path("policy"), "ec2:StartInstances")
                        .path("Condition")
                        .isMissingNode())
                .isFalse();
        assertThat(handedOn.at("/trust/Statement/0/Principal/Service").asText()).isEqualTo("scheduler.amazonaws.com");
        assertThat(handedOn.at("/trust/Statement/0/Condition/StringEquals/aws:SourceAccount")
                        .asText())
                .isEqualTo(Moto.ACCOUNT);
    }

    private static JsonNode statement(JsonNode policy, String action) {
        for (JsonNode statement : policy.path("Statement")) {
            for (JsonNode one : statement.path("Action")) {
                if (one.asText().equals(action)) {
                    return statement;
                }
            }
        }
        throw new AssertionError("no statement allows " + action + ": " + policy);
    }
}
