package dev.reliability.aws.internal.rds;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Right;
import java.util.LinkedHashSet;
import java.util.Set;

/** What it takes to watch databases and to have them fail over. */
final class RdsRights {

    private RdsRights() {}

    static String arn(Aws aws, RdsAddress where) {
        return aws.arn("rds", (where.cluster() ? "cluster:" : "db:") + where.id());
    }

    static Set<Right> toRead(Aws aws, RdsAddress where) {
        return Set.of(
                Rights.on(aws, where.cluster() ? "rds:DescribeDBClusters" : "rds:DescribeDBInstances", arn(aws, where)),
                Rights.anywhere(aws, "sts:GetCallerIdentity"));
    }

    static Set<Right> toWatch(Aws aws, RdsAddress where) {
        Set<Right> rights = new LinkedHashSet<>(toRead(aws, where));
        rights.add(Rights.anywhere(aws, "rds:DescribeEvents"));
        return rights;
    }
}
