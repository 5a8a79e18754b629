package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.aws.emulator.Books;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Proxy;
import dev.reliability.aws.emulator.Proxy.Answer;
import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What is refused before anything is touched, in the books of the emulator; no machine is real. */
class RefusedInstancesTest extends OnMoto {

    private interface Setting {
        void of(Books books, Proxy proxy, String id);
    }

    static Stream<Arguments> stopsThatCannotBeUndone() {
        return Stream.of(
                stop(
                        "terminated by a shutdown",
                        (books, proxy, id) -> proxy.rewrite(
                                "DescribeInstanceAttribute", "<value>stop</value>", "<value>terminate</value>"),
                        "is terminated by a shutdown (InstanceInitiatedShutdownBehavior is terminate)"),
                stop(
                        "protected",
                        (books, proxy, id) -> books.ec2().modifyInstanceAttribute(request -> request.instanceId(id)
                                .disableApiStop(value -> value.value(true))),
                        "is protected against stops (DisableApiStop)"),
                stop(
                        "instance store",
                        (books, proxy, id) -> proxy.rewrite(
                                "DescribeInstances", "<rootDeviceType>ebs<", "<rootDeviceType>instance-store<"),
                        "has its root on an instance store"),
                stop(
                        "spot",
                        (books, proxy, id) -> proxy.rewrite(
                                "DescribeInstances",
                                "<rootDeviceType>",
                                "<instanceLifecycle>spot</instanceLifecycle><rootDeviceType>"),
                        "is a spot instance"),
                stop(
                        "no tag",
                        (books, proxy, id) -> books.ec2().deleteTags(request -> request.resources(id)
                                .tags(Tag.builder().key("reliability").build())),
                        "does not have the tag reliability=allowed"),
                stop(
                        "stopped",
                        (books, proxy, id) -> books.ec2().stopInstances(request -> request.instanceIds(id)),
                        "is down already: "),
                stop(
                        "terminated",
                        (books, proxy, id) -> books.ec2().terminateInstances(request -> request.instanceIds(id)),
                        "stands for no instance: instance "));
    }

    private static Arguments stop(String what, Setting setting, String message) {
        return Arguments.of(what, setting, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void stopsThatCannotBeUndone(String what, Setting setting, String message) {
        String id = books.instance("blue");
        setting.of(books, proxy, id);
        assertThatThrownBy(() -> experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(id);
        assertThat(proxy.calls()).doesNotContain("StopInstances", "CreateSchedule");
    }

    @Test
    void allThatStandsAgainstAStopIsToldAtOnce() {
        String id = books.instance("blue");
        proxy.rewrite("DescribeInstanceAttribute", "<value>stop</value>", "<value>terminate</value>");
        books.ec2()
                .modifyInstanceAttribute(request -> request.instanceId(id).disableApiStop(value -> value.value(true)));
        assertThatThrownBy(() -> experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {}))
                .hasMessageContaining("InstanceInitiatedShutdownBehavior")
                .hasMessageContaining("DisableApiStop");
    }

    @Test
    void aMemberOfAGroupThatWouldReplaceIt() {
        String group = Moto.unique("web");
        String id = books.group(group, 2).get(0);
        assertThatThrownBy(() -> experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("instance " + id + " belongs to the auto scaling group " + group
                        + ", which would terminate and replace it while it is down")
                .hasMessageContaining("aws autoscaling suspend-processes --region " + books.region());
        books.autoScaling()
                .suspendProcesses(request -> request.autoScalingGroupName(group).scalingProcesses("ReplaceUnhealthy"));
        assertThatThrownBy(() -> experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {}))
                .as("one of the two is not enough")
                .hasMessageContaining("which would terminate and replace it");
        books.autoScaling()
                .suspendProcesses(request -> request.autoScalingGroupName(group).scalingProcesses("HealthCheck"));
        assertThat(experiment(FaultSpec.shutdown("ec2:" + id))
                        .evaluate(() -> {})
                        .message())
                .startsWith("PASSED");
    }

    @Test
    void aTerminationThatNothingReplaces() {
        String alone = books.instance("alone");
        assertThatThrownBy(() -> experiment(FaultSpec.of(Ec2Faults.TERMINATE, "ec2:" + alone))
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("nothing replaces instance " + alone + ": it belongs to no auto scaling group");
        String group = Moto.unique("web");
        String id = books.group(group, 1).get(0);
        books.autoScaling()
                .suspendProcesses(request -> request.autoScalingGroupName(group).scalingProcesses("Launch"));
        assertThatThrownBy(() -> experiment(FaultSpec.of(Ec2Faults.TERMINATE, "ec2:" + id))
                        .evaluate(() -> {}))
                .hasMessageContaining("its auto scaling group " + group + " has Launch suspended");
        assertThat(books.state(alone)).isEqualTo("running");
        assertThat(books.state(id)).isEqualTo("running");
    }

    static Stream<Arguments> answersThatAreNoSuccess() {
        return Stream.of(
                answer(
                        "GetCallerIdentity",
                        Answer.error(403, "ExpiredToken", "too late"),
                        "the credentials have expired (ExpiredToken): log in again"),
                answer(
                        "DescribeInstances",
                        Answer.error(400, "RequestExpired", "too late"),
                        "the credentials have expired (RequestExpired): log in again"),
                answer(
                        "GetCallerIdentity",
                        Answer.error(403, "InvalidClientTokenId", "no such key"),
                        "the credentials are not accepted (InvalidClientTokenId): no such key"),
                answer(
                        "DescribeInstances",
                        Answer.error(403, "UnauthorizedOperation", "You are not authorized"),
                        "IAM denies it (UnauthorizedOperation): You are not authorized"),
                answer(
                        "DescribeInstances",
                        Answer.error(503, "RequestLimitExceeded", "slow down"),
                        "is throttled (RequestLimitExceeded) after 3 attempts"),
                answer(
                        "DescribeInstances",
                        Answer.error(500, "InternalError", "oops"),
                        "failed (InternalError) after 3 attempts"),
                answer(
                        "DescribeInstances",
                        new Answer(502, "text/html", "<html>Bad Gateway</html>"),
                        "failed (status 502) after 3 attempts"),
                answer(
                        "DescribeAutoScalingInstances",
                        Answer.error(403, "AccessDenied", "not you"),
                        "IAM denies it (AccessDenied): not you"));
    }

    private static Arguments answer(String action, Answer answer, String message) {
        return Arguments.of(action, answer, message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void answersThatAreNoSuccess(String action, Answer answer, String message) {
        String id = books.instance("blue");
        proxy.answer(action, answer);
        assertThatThrownBy(() -> experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(message);
        assertThat(proxy.calls()).doesNotContain("StopInstances", "CreateSchedule");
    }

    @Test
    void aDryRunThatIsDenied() {
        String id = books.instance("blue");
        proxy.answer("try StartInstances", Answer.error(403, "UnauthorizedOperation", "not you"));
        assertThatThrownBy(() -> experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("may not ec2:StartInstances arn:aws:ec2:" + books.region() + ":" + Moto.ACCOUNT
                        + ":instance/" + id);
        assertThat(proxy.calls()).doesNotContain("CreateSchedule");
    }

    static Stream<Arguments> addressesAndSettings() {
        return Stream.of(
                setting("ec2:i-123", Map.of(), "is not an address of AWS: expected ec2:i-ID"),
                setting("ec2:tag:Name", Map.of(), "is not an address of AWS"),
                setting("ec2:i-0123456789abcdef0", Map.of(), "matches nothing in"),
                setting("ec2:tag:Name=nobody", Map.of(), "stands for no instance: tag Name=nobody matches nothing in"),
                setting("ec2:tag:Name=pair*", Map.of(), "stands for no instance: tag Name=pair* matches nothing in"),
                setting("ec2:tag:Name=pair", Map.of(), "tag Name=pair stands for 2 instances"),
                setting("asg:nobody", Map.of(), "stands for no instance: group nobody matches nothing in"),
                setting(
                        "blue",
                        Map.of("target.blue", "ec2:tag:Name=pair", "target.blue.select", "some"),
                        "\"some\" chooses no instances: expected all, one, a number, a share such as 50%, or zone:NAME"),
                setting(
                        "blue",
                        Map.of("target.blue", "ec2:tag:Name=pair", "target.blue.select", "3"),
                        "stands for 2 running instances, and 3 are to be taken"),
                setting(
                        "blue",
                        Map.of("target.blue", "ec2:tag:Name=pair", "target.blue.select", "zone:moon-1a"),
                        "has no instance in zone moon-1a"),
                setting(
                        "blue",
                        Map.of("target.blue", "ec2:tag:Name=pair", "target.blue.region", "eu-south-1"),
                        "matches nothing in eu-south-1"),
                setting(
                        "blue",
                        Map.of("target.blue", "ec2:tag:Name=pair", "target.blue.profile", "nobody"),
                        "there is no profile \"nobody\" in the configuration of AWS"),
                setting(
                        "ec2:tag:Name=pair",
                        Map.of("reliability.aws.opt-in-tag", "x"),
                        "reliability.aws.opt-in-tag = \"x\" is no tag"),
                setting(
                        "ec2:tag:Name=pair",
                        Map.of("reliability.aws.restart-role", "no role"),
                        "is not a name or an ARN of a role"),
                setting(
                        "ec2:tag:Name=pair",
                        Map.of("reliability.aws.schedule-group", "a/b"),
                        "is not the name of a group of schedules"));
    }

    private static Arguments setting(String target, Map<String, String> settings, String message) {
        return Arguments.of(target, settings, message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void addressesAndSettings(String target, Map<String, String> settings, String message) {
        books.instances(2, Map.of("Name", "pair", "reliability", "allowed"), request -> {});
        var experiment = experiment(FaultSpec.shutdown(target));
        settings.forEach((name, value) -> {
            if (name.equals("target." + target)) {
                experiment.target(target, value);
            } else {
                experiment.property(name, value);
            }
        });
        assertThatThrownBy(() -> experiment.evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(message);
        assertThat(proxy.calls()).doesNotContain("StopInstances", "CreateSchedule");
    }
}
