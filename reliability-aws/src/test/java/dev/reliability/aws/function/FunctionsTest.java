package dev.reliability.aws.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.aws.emulator.Books;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.NeedsMoto;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.SharedClients;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions on the books of the emulator; nothing behind them is real, and attacks are only noted. */
@NeedsMoto
class FunctionsTest {

    private final Books books = new Books(Moto.region());

    @AfterEach
    void close() {
        SharedClients.closeAll();
        books.close();
    }

    private GivenCall call(String name) {
        return GivenCall.of(name, Map.of("AWS_ENDPOINT_URL", Moto.url().toString(), "AWS_REGION", books.region()));
    }

    private static List<Map<String, Object>> filter(String name, String value) {
        return List.of(Map.of("Name", name, "Values", List.of(value)));
    }

    @Test
    void anInstanceIsStoppedStartedAndRestartedWithTheAnswersOfTheApi() throws Exception {
        String id = books.instance("blue");
        assertThat(String.valueOf(call("ec2.actions.stop_instance")
                        .with("instance_id", id)
                        .call()))
                .contains("StoppingInstances=[{", "InstanceId=" + id, "PreviousState={", "Name=running")
                .contains("ResponseMetadata={RequestId=", "HTTPStatusCode=200");
        assertThat(books.state(id)).isEqualTo("stopped");
        assertThat(call("ec2.probes.instance_state")
                        .with("state", "stopped")
                        .with("instance_ids", List.of(id))
                        .call())
                .isEqualTo(true);
        assertThat(String.valueOf(call("ec2.actions.start_instances")
                        .with("instance_ids", List.of(id))
                        .call()))
                .startsWith("[{")
                .contains("InstanceId=" + id);
        assertThat(call("ec2.actions.restart_instances")
                        .with("instance_ids", List.of(id))
                        .call())
                .isEqualTo(List.of());
        assertThat(books.state(id)).isEqualTo("running");
        call("ec2.actions.terminate_instances")
                .with("instance_ids", List.of(id))
                .call();
        assertThat(books.state(id)).isEqualTo("terminated");
    }

    @Test
    void instancesAreFoundByFiltersAndCountedByWhatWasStartedTogether() throws Exception {
        String tag = Moto.unique("shop");
        books.instances(3, Map.of("app", tag), request -> {});
        books.instances(1, Map.of("app", tag), request -> {});
        List<Map<String, Object>> filters = filter("tag:app", tag);
        assertThat(call("ec2.probes.count_instances").with("filters", filters).call())
                .isEqualTo(2L);
        assertThat(call("ec2.probes.count_min_instances")
                        .with("filters", filters)
                        .with("min_count", 3)
                        .call())
                .isEqualTo(false);
        assertThat(String.valueOf(call("ec2.probes.describe_instances")
                        .with("filters", filters)
                        .call()))
                .startsWith("{Reservations=[{")
                .contains("Value=" + tag, "InstanceType=m1.small");
        call("ec2.actions.stop_instance").with("filters", filters).call();
        assertThat(call("ec2.probes.instance_state")
                        .with("state", "running")
                        .with("filters", filters)
                        .call())
                .as("one of four is stopped")
                .isEqualTo(false);
    }

    @Test
    void aStrictExperimentAttacks() throws Exception {
        String id = books.instance("blue");
        GivenCall stop =
                call("ec2.actions.stop_instance").with("instance_id", id).strictly();
        assertThat(stop.problems()).isEmpty();
        assertThat(String.valueOf(stop.call())).contains("StoppingInstances=[{", "InstanceId=" + id);
        assertThat(stop.attacked()).containsExactly("shutdown of ec2:" + id + " {}");
        GivenCall restart = call("ec2.actions.restart_instances")
                .with("instance_ids", List.of(id))
                .strictly();
        restart.call();
        assertThat(restart.attacked()).containsExactly("shutdown of ec2:" + id + " {reboot=true}");
        GivenCall terminate =
                call("ec2.actions.terminate_instance").with("instance_id", id).strictly();
        terminate.call();
        assertThat(terminate.attacked()).containsExactly("instance termination of ec2:" + id + " {}");
        assertThat(books.state(id)).as("nothing but noted").isEqualTo("running");
    }

    @Test
    void groupsAreFoundByNameOrTagSuspendedAndResumed() throws Exception {
        String name = Moto.unique("web");
        List<String> members = books.group(name, 2);
        assertThat(call("asg.probes.desired_equals_healthy")
                        .with("asg_names", List.of(name))
                        .call())
                .isEqualTo(true);
        assertThat(call("asg.probes.wait_desired_equals_healthy")
                        .with("asg_names", List.of(name))
                        .call())
                .isEqualTo(0L);
        assertThat(call("asg.probes.is_scaling_in_progress")
                        .with("tags", List.of(Map.of("Key", "reliability", "Value", "allowed")))
                        .call())
                .isEqualTo(false);
        assertThat(call("asg.probes.instance_count_by_health")
                        .with("asg_names", List.of(name))
                        .call())
                .isEqualTo(2L);
        assertThat(String.valueOf(call("asg.actions.suspend_processes")
                        .with("asg_names", List.of(name))
                        .with("process_names", List.of("Launch"))
                        .call()))
                .contains("AutoScalingGroupName=" + name, "ProcessName=Launch");
        assertThat(call("asg.probes.process_is_suspended")
                        .with("asg_names", List.of(name))
                        .with("process_names", List.of("Launch"))
                        .call())
                .isEqualTo(true);
        call("asg.actions.resume_processes").with("asg_names", List.of(name)).call();
        assertThat(call("asg.probes.process_is_suspended")
                        .with("asg_names", List.of(name))
                        .with("process_names", List.of("Launch"))
                        .call())
                .isEqualTo(false);
        GivenCall stop = call("asg.actions.stop_random_instances")
                .with("asg_names", List.of(name))
                .with("instance_percent", 50)
                .strictly();
        assertThat(String.valueOf(stop.call())).contains("AutoScalingGroupName=" + name, "StoppingInstances=[{");
        assertThat(stop.attacked()).singleElement().asString().startsWith("shutdown of ec2:");
        assertThat(String.valueOf(call("asg.actions.terminate_random_instances")
                        .with("asg_names", List.of(name))
                        .with("instance_count", 2)
                        .call()))
                .contains("TerminatingInstances=[{")
                .contains(members);
        assertThatThrownBy(() -> call("asg.probes.describe_auto_scaling_groups")
                        .with("asg_names", List.of("none"))
                        .call())
                .hasMessage("No ASG(s) found matching: [none]");
    }

    @Test
    void metricsArePutAndRead() throws Exception {
        String metric = Moto.unique("Orders");
        List<Map<String, Object>> dimensions = List.of(Map.of("Name", "Shop", "Value", "one"));
        call("cloudwatch.actions.put_metric_data")
                .with("namespace", "Shop")
                .with(
                        "metric_data",
                        List.of(Map.of("MetricName", metric, "Dimensions", dimensions, "Value", 3.5, "Unit", "Count")))
                .call();
        assertThat(call("cloudwatch.probes.get_metric_statistics")
                        .with("namespace", "Shop")
                        .with("metric_name", metric)
                        .with("dimensions", dimensions)
                        .with("statistic", "Sum")
                        .with("duration", 300)
                        .with("offset", -60)
                        .call())
                .isEqualTo(3.5);
        assertThat(call("cloudwatch.probes.get_metric_data")
                        .with("namespace", "Shop")
                        .with("metric_name", metric)
                        .with("dimension_name", "Shop")
                        .with("dimension_value", "one")
                        .with("statistic", "Maximum")
                        .with("offset", -60)
                        .call())
                .isEqualTo(3.5);
        GivenCall none = call("cloudwatch.probes.get_metric_data")
                .with("namespace", "Shop")
                .with("metric_name", "none")
                .with("dimensions", dimensions);
        assertThat(none.call()).isEqualTo(0.0);
        assertThatThrownBy(() -> none.strictly().call())
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining("there are no data of none");
    }

    @Test
    void failoversOfDatabasesAreCallsOrAttacks() throws Exception {
        GivenCall cluster = call("rds.actions.failover_db_cluster")
                .with("db_cluster_identifier", "books")
                .with("target_db_instance_identifier", "books-2")
                .strictly();
        assertThatThrownBy(cluster::call).hasMessageContaining("books");
        assertThat(cluster.attacked()).containsExactly("database failover of rds-cluster:books {to=books-2}");
        GivenCall instance = call("rds.actions.reboot_db_instance")
                .with("db_instance_identifier", "shop")
                .strictly();
        assertThatThrownBy(instance::call)
                .hasMessage("a reboot of shop without failover cannot be proven: set force_failover to true");
        assertThat(instance.attacked()).isEmpty();
        assertThatThrownBy(() -> call("rds.probes.instance_status")
                        .with("instance_id", "gone")
                        .call())
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining("DBInstanceNotFound");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ec2.actions.stop_instance | | | say which instances are meant: by id, by zone (az), or by filters",
                "ec2.actions.stop_instances | filters | name | the argument 'filters' must be an object, got name",
                "ec2.actions.stop_instances | instance_ids | 7 | the argument 'instance_ids' must be a list of texts, got"
                        + " [7]",
                "asg.actions.suspend_processes | process_names | Lunch | one of the following arguments are required",
                "asg.actions.stop_random_instances | asg_names | web | Must specify one of \"instance_count\"",
                "asg.probes.desired_equals_healthy_tags | tags | a=b | the argument 'tags' is a list of objects with Key"
                        + " and Value, got a=b",
                "cloudwatch.probes.get_metric_statistics | | | You must supply argument for statistic",
                "cloudwatch.actions.put_metric_data | metric_data | 3 | the argument 'metric_data' must be an object, got 3",
                "rds.probes.instance_status | | | either instance_id or filters are required",
                "elbv2.probes.all_targets_healthy | | | Non-empty list of target groups is required"
            })
    void wrongArgumentsAreFoundBeforeAnythingRuns(String function, String argument, String value, String problem) {
        GivenCall call = call(function);
        if (argument != null) {
            Object element = value.matches("\\d") ? (Object) Integer.valueOf(value) : value;
            call.with(argument, List.of(element));
        }
        assertThat(call.strictly().problems())
                .anySatisfy(found -> assertThat(found).contains(problem));
        assertThatThrownBy(call::call)
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining(problem);
        assertThat(call.attacked()).isEmpty();
    }

    @Test
    void filtersOfAnotherFormAreRefusedWithTheMembersThatThereAre() {
        assertThat(call("ec2.probes.count_instances")
                        .with("filters", List.of(Map.of("name", "x")))
                        .problems())
                .containsExactly("the argument 'filters' has no member 'name', but Name, Values");
    }

    @Test
    void whatTheProfileForbidsIsNotDone() {
        String id = books.instance("blue");
        GivenCall call =
                call("ec2.actions.stop_instance").with("instance_id", id).refusing("not here");
        assertThat(call.problems()).containsExactly("not here");
        assertThatThrownBy(call::call).hasMessage("not here");
        assertThat(books.state(id)).isEqualTo("running");
    }

    @Test
    void theRegionIsThatOfTheConfigurationWhereTargetsAreThereToo() throws Exception {
        String id = books.instance("blue");
        Map<String, String> elsewhere = Map.of("AWS_ENDPOINT_URL", Moto.url().toString(), "AWS_REGION", "af-south-1");
        GivenCall probe = GivenCall.of("ec2.probes.instance_state", elsewhere)
                .configured("aws_region", books.region())
                .with("state", "running")
                .with("instance_ids", List.of(id));
        assertThat(probe.call()).isEqualTo(true);
        assertThat(GivenCall.of("ec2.actions.stop_instance", elsewhere)
                        .configured("aws_region", books.region())
                        .with("instance_id", id)
                        .strictly()
                        .problems())
                .containsExactly("targets are reached in af-south-1, not in aws_region \"" + books.region()
                        + "\": set AWS_REGION to it as well");
    }

    @Test
    void credentialsAndRolesOfTheFileAreRefusedWithTheWayThatIsThere() {
        assertThat(call("ec2.probes.count_instances")
                        .with("filters", List.of())
                        .secret("aws_access_key_id", "k")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("the secrets have aws_access_key_id");
        assertThat(call("ec2.probes.count_instances")
                        .with("filters", List.of())
                        .configured("aws_assume_role_arn", "arn")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("the configuration has aws_assume_role_arn");
    }
}
