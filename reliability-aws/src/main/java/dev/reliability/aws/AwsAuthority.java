package dev.reliability.aws;

import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.policy.DryRuns;
import dev.reliability.aws.internal.policy.Policies;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Authority;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Right;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Asks EC2 by dry runs what the controller may do, and writes the least policies that allow a test: one for the controller, and one
 * for the role by which schedules start instances again, with who may assume it.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class AwsAuthority implements Authority {

    @Override
    public String name() {
        return Rights.AUTHORITY;
    }

    @Override
    public List<String> missing(Set<Right> rights, PlanContext context) {
        return Refusals.planning(() -> DryRuns.missing(rights, context));
    }

    @Override
    public String policy(Set<Right> rights) {
        return Policies.of(rights);
    }
}
