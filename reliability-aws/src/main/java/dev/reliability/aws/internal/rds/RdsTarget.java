package dev.reliability.aws.internal.rds;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Settings;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/** A database: an instance or a cluster. It is looked up once, and read anew where its state counts. */
public final class RdsTarget implements Target {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final String name;
    private final Address address;
    private final RdsAddress where;
    private final Aws aws;
    private final Settings settings;
    private @Nullable Found found;

    /** What is known of a database, whichever it is. */
    private record Found(Optional<DBInstance> instance, Optional<DBCluster> cluster) {

        List<Tag> tags() {
            return instance.map(DBInstance::tagList)
                    .or(() -> cluster.map(DBCluster::tagList))
                    .orElse(List.of());
        }

        String status() {
            return instance.map(DBInstance::dbInstanceStatus)
                    .or(() -> cluster.map(DBCluster::status))
                    .orElse("not there");
        }
    }

    /** A target; nothing is asked by this call. */
    public RdsTarget(String name, Address address, Aws aws, Settings settings) {
        this.name = name;
        this.address = address;
        this.where = RdsAddress.parse(address);
        this.aws = aws;
        this.settings = settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    RdsAddress where() {
        return where;
    }

    Aws aws() {
        return aws;
    }

    Settings settings() {
        return settings;
    }

    private Found look() {
        Databases databases = new Databases(aws);
        return where.cluster()
                ? new Found(Optional.empty(), databases.cluster(where.id()))
                : new Found(databases.instance(where.id()), Optional.empty());
    }

    private synchronized Found found() {
        Found known = found;
        if (known == null) {
            known = Refusals.planning(() -> {
                // whose account it is comes before everything else
                aws.identity();
                return look();
            });
            found = known;
        }
        return known;
    }

    @Override
    public Set<String> resources() {
        Set<String> keys = new LinkedHashSet<>(Set.of(RdsRights.arn(aws, where)));
        Found known = found();
        known.instance()
                .map(DBInstance::dbClusterIdentifier)
                .ifPresent(cluster -> keys.add(RdsRights.arn(aws, new RdsAddress(true, cluster))));
        known.cluster().ifPresent(cluster -> cluster.dbClusterMembers()
                .forEach(member -> keys.add(RdsRights.arn(aws, new RdsAddress(false, member.dbInstanceIdentifier())))));
        return keys;
    }

    @Override
    public Optional<String> unfit() {
        String status = found().status();
        if (status.equals("not there")) {
            return Optional.of("is not there: no " + where + " in " + aws.region() + " of account "
                    + aws.identity().account());
        }
        return status.equals(Databases.AVAILABLE) ? Optional.empty() : Optional.of("is " + status + ", not available");
    }

    /** By its identifier the writer of a cluster is known; an instance with a standby is known by its zone, which the profile says. */
    @Override
    public Set<String> identities() {
        return found().instance()
                .filter(instance -> instance.dbClusterIdentifier() != null)
                .map(instance -> Set.of(instance.dbInstanceIdentifier()))
                .orElse(Set.of());
    }

    @Override
    public Optional<Alarm> unhealthy() {
        return Optional.of(new Alarm() {
            @Override
            public State state(Duration timeout) {
                String status = Refusals.running(RdsTarget.this::look).status();
                return new State(!status.equals(Databases.AVAILABLE), status);
            }

            @Override
            public Duration interval() {
                return INTERVAL;
            }

            @Override
            public Set<Right> rights() {
                return RdsRights.toRead(aws, where);
            }
        });
    }

    @Override
    public Set<Right> rights() {
        return RdsRights.toRead(aws, where);
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("accounts", Set.of(Refusals.planning(aws::identity).account()), "regions", Set.of(aws.region()));
    }

    @Override
    public Fault plan(FaultRequest request) {
        unfit().ifPresent(reason -> {
            throw new PlanException(name + " " + reason);
        });
        boolean allowed = found().tags().stream()
                .anyMatch(tag -> tag.key().equals(settings.tagKey())
                        && String.valueOf(tag.value()).equals(settings.tagValue()));
        if (!allowed) {
            throw new PlanException(where + " does not have the tag " + settings.tag()
                    + ", by which its owner allows attacks: add it, or set reliability.aws.opt-in-tag");
        }
        if (!request.kind().equals(RdsFaults.FAILOVER)) {
            throw new PlanException(
                    "a database of RDS cannot have a " + request.kind() + ": it supports @RdsFailoverAttack");
        }
        Optional<String> to = request.optionalText(RdsFaults.TO);
        return found().instance()
                .map(instance -> RdsFaults.ofInstance(this, instance, to))
                .orElseGet(() -> RdsFaults.ofCluster(this, found().cluster().orElseThrow(), to));
    }
}
