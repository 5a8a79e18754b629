package dev.reliability.aws.internal.rds;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.Fault;
import dev.reliability.spi.PlanException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** The faults of databases. */
public final class RdsFaults {

    /** The kind of a failover. */
    public static final String FAILOVER = "database failover";

    /** Text: the reader that is to become the writer; absent for any. */
    public static final String TO = "to";

    private RdsFaults() {}

    static Fault ofInstance(RdsTarget target, DBInstance instance, Optional<String> to) {
        if (instance.dbClusterIdentifier() != null) {
            throw new PlanException(target.where() + " belongs to cluster " + instance.dbClusterIdentifier()
                    + ", which fails over as a whole: attack rds-cluster:" + instance.dbClusterIdentifier());
        }
        if (to.isPresent()) {
            throw PlanException.at(
                    "to", target.where() + " has one standby and no readers to choose from: leave it out");
        }
        if (!Boolean.TRUE.equals(instance.multiAZ())) {
            throw new PlanException(target.where() + " has no standby in another zone (MultiAZ is off), so a failover"
                    + " would be a mere outage: switch it on with: aws rds modify-db-instance --region "
                    + target.aws().region() + " --db-instance-identifier "
                    + target.where().id() + " --multi-az --apply-immediately");
        }
        String zone = String.valueOf(instance.availabilityZone());
        return new RdsFailover(target, zone, new RdsFailover.Way() {
            @Override
            public void start(Aws aws) {
                aws.rdsToChange().rebootDBInstance(request -> request.dbInstanceIdentifier(
                                target.where().id())
                        .forceFailover(true));
            }

            @Override
            public String action() {
                return "rds:RebootDBInstance";
            }

            @Override
            public List<String> instances() {
                return List.of();
            }

            @Override
            public Optional<String> wanted() {
                return Optional.empty();
            }
        });
    }

    static Fault ofCluster(RdsTarget target, DBCluster cluster, Optional<String> to) {
        String writer = Databases.writer(cluster)
                .orElseThrow(() -> new PlanException(target.where() + " has no writer that could fail over"));
        List<String> readers = cluster.dbClusterMembers().stream()
                .filter(member -> !Boolean.TRUE.equals(member.isClusterWriter()))
                .map(DBClusterMember::dbInstanceIdentifier)
                .toList();
        if (readers.isEmpty()) {
            throw new PlanException(target.where() + " has no reader that could take over, so a failover would be a"
                    + " mere outage: add one");
        }
        to.filter(wanted -> !readers.contains(wanted)).ifPresent(wanted -> {
            throw PlanException.at(
                    "to",
                    "\"" + wanted + "\" is not a reader of " + target.where() + ": it has "
                            + String.join(", ", readers));
        });
        return new RdsFailover(target, writer, new RdsFailover.Way() {
            @Override
            public void start(Aws aws) {
                aws.rdsToChange().failoverDBCluster(request -> request.dbClusterIdentifier(
                                target.where().id())
                        .targetDBInstanceIdentifier(to.orElse(null)));
            }

            @Override
            public String action() {
                return "rds:FailoverDBCluster";
            }

            @Override
            public List<String> instances() {
                return readers;
            }

            @Override
            public Optional<String> wanted() {
                return to;
            }
        });
    }
}
