package dev.reliability.aws.internal.rds;

import dev.reliability.aws.internal.client.Aws;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;

/** Reads databases; one that is not there is empty. */
final class Databases {

    static final String AVAILABLE = "available";

    private final Aws aws;

    Databases(Aws aws) {
        this.aws = aws;
    }

    Optional<DBInstance> instance(String id) {
        try {
            return aws.rds().describeDBInstances(request -> request.dbInstanceIdentifier(id)).dbInstances().stream()
                    .findFirst();
        } catch (DbInstanceNotFoundException e) {
            return Optional.empty();
        }
    }

    Optional<DBCluster> cluster(String id) {
        try {
            return aws.rds().describeDBClusters(request -> request.dbClusterIdentifier(id)).dbClusters().stream()
                    .findFirst();
        } catch (DbClusterNotFoundException e) {
            return Optional.empty();
        }
    }

    static Optional<String> writer(DBCluster cluster) {
        return cluster.dbClusterMembers().stream()
                .filter(member -> Boolean.TRUE.equals(member.isClusterWriter()))
                .map(DBClusterMember::dbInstanceIdentifier)
                .findFirst();
    }

    static String secondZone(DBInstance instance) {
        return Optional.ofNullable(instance.secondaryAvailabilityZone()).orElse("");
    }
}
