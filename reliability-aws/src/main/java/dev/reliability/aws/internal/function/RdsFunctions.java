package dev.reliability.aws.internal.function;

import dev.reliability.aws.internal.rds.RdsFaults;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.Filter;

/** {@code chaosaws.rds}. In a strict experiment a failover is a fault, which is proven. */
final class RdsFunctions {

    static final String ACTIONS = "chaosaws.rds.actions";
    static final String PROBES = "chaosaws.rds.probes";

    private static final String CLUSTER = "db_cluster_identifier";
    private static final String INSTANCE = "db_instance_identifier";
    private static final String TARGET = "target_db_instance_identifier";
    private static final String FORCE = "force_failover";

    private RdsFunctions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                Definition.named(ACTIONS, "failover_db_cluster")
                        .required(ArgumentType.TEXT, CLUSTER)
                        .nullable(ArgumentType.TEXT, TARGET)
                        .attacking()
                        .calling(RdsFunctions::failOver),
                Definition.named(ACTIONS, "reboot_db_instance")
                        .required(ArgumentType.TEXT, INSTANCE)
                        .optional(FORCE, false)
                        .attacking()
                        .calling(RdsFunctions::reboot),
                Definition.named(PROBES, "instance_status")
                        .nullable(ArgumentType.TEXT, "instance_id")
                        .nullable(ArgumentType.LIST, "filters")
                        .checking(call -> check(call, "instance_id"))
                        .calling(call -> statuses(
                                instances(call).stream()
                                        .map(DBInstance::dbInstanceStatus)
                                        .toList(),
                                call)),
                Definition.named(PROBES, "cluster_status")
                        .nullable(ArgumentType.TEXT, "cluster_id")
                        .nullable(ArgumentType.LIST, "filters")
                        .checking(call -> check(call, "cluster_id"))
                        .calling(call -> statuses(
                                clusters(call).stream().map(DBCluster::status).toList(), call)),
                Definition.named(PROBES, "cluster_membership_count")
                        .required(ArgumentType.TEXT, "cluster_id")
                        .calling(call ->
                                (long) clusters(call).get(0).dbClusterMembers().size()));
    }

    private static Map<String, @Nullable Object> failOver(AwsCall call) {
        String id = call.text(CLUSTER);
        Optional<String> to = call.call().optionalText(TARGET);
        if (call.strict()) {
            Attacks.on(
                    call,
                    List.of("rds-cluster:" + id),
                    RdsFaults.FAILOVER,
                    to.<Map<String, Object>>map(reader -> Map.of(RdsFaults.TO, reader))
                            .orElse(Map.of()));
            return Pojos.answer(call.aws().rds().describeDBClusters(request -> request.dbClusterIdentifier(id)));
        }
        return Pojos.answer(call.aws().rdsToChange().failoverDBCluster(request -> request.dbClusterIdentifier(id)
                .targetDBInstanceIdentifier(to.orElse(null))));
    }

    private static Map<String, @Nullable Object> reboot(AwsCall call) {
        String id = call.text(INSTANCE);
        boolean force = call.call().flag(FORCE);
        if (call.strict() && force) {
            Attacks.on(call, List.of("rds:" + id), RdsFaults.FAILOVER, Map.of());
            return Pojos.answer(call.aws().rds().describeDBInstances(request -> request.dbInstanceIdentifier(id)));
        }
        call.failIfStrict("a reboot of " + id + " without failover cannot be proven: set " + FORCE + " to true");
        return Pojos.answer(call.aws().rdsToChange().rebootDBInstance(request -> request.dbInstanceIdentifier(id)
                .forceFailover(force)));
    }

    private static List<Filter> filters(AwsCall call) {
        return Pojos.read("filters", call.raw("filters"), Filter.class, Filter::builder);
    }

    private static void check(AwsCall call, String id) {
        if (call.text(id).isEmpty() == filters(call).isEmpty()) {
            throw new FunctionFailedException("either " + id + " or filters are required");
        }
    }

    private static List<DBInstance> instances(AwsCall call) {
        DescribeDbInstancesRequest.Builder request =
                DescribeDbInstancesRequest.builder().filters(filters(call));
        call.call().optionalText("instance_id").ifPresent(request::dbInstanceIdentifier);
        return call.aws().rds().describeDBInstancesPaginator(request.build()).dbInstances().stream()
                .toList();
    }

    private static List<DBCluster> clusters(AwsCall call) {
        DescribeDbClustersRequest.Builder request = DescribeDbClustersRequest.builder();
        if (call.call().arguments().containsKey("filters")) {
            request.filters(filters(call));
        }
        call.call().optionalText("cluster_id").ifPresent(request::dbClusterIdentifier);
        List<DBCluster> found = call.aws().rds().describeDBClustersPaginator(request.build()).dbClusters().stream()
                .toList();
        if (found.isEmpty()) {
            throw new FunctionFailedException(
                    "no cluster found matching " + call.call().arguments());
        }
        return found;
    }

    /** One status if all have the same, else each once. */
    private static Object statuses(List<String> all, AwsCall call) {
        List<String> distinct = all.stream().distinct().toList();
        if (distinct.isEmpty()) {
            throw new FunctionFailedException(
                    "no database found matching " + call.call().arguments());
        }
        return distinct.size() == 1 ? distinct.get(0) : distinct;
    }
}
