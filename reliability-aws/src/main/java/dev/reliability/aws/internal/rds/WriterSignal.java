package dev.reliability.aws.internal.rds;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.client.Service;
import dev.reliability.spi.Address;
import dev.reliability.spi.Moment;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import dev.reliability.spi.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Tells where a database is written: the writer of a cluster, or the zone of an instance with a standby. */
public final class WriterSignal implements Signal {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Aws aws;
    private final RdsAddress where;
    private final Databases databases;
    private final FailoverEvents events;
    private final boolean member;
    private @Nullable String writer;
    private Instant changed = Instant.EPOCH;
    private Optional<Moment> since = Optional.empty();

    private WriterSignal(Aws aws, RdsAddress where, boolean member) {
        this.aws = aws;
        this.where = where;
        this.databases = new Databases(aws);
        this.events = new FailoverEvents(aws, where);
        this.member = member;
    }

    /**
     * Finds a database. An instance that belongs to a cluster stands for that.
     *
     * @throws PlanException if there is none
     */
    public static WriterSignal of(Address address, PlanContext context) {
        RdsAddress named = RdsAddress.parse(address);
        return Refusals.planning(() -> {
            Aws aws = Aws.of(Access.of(context));
            Databases databases = new Databases(aws);
            RdsAddress where = named;
            boolean there;
            if (named.cluster()) {
                there = databases.cluster(named.id()).isPresent();
            } else {
                Optional<DBInstance> instance = databases.instance(named.id());
                there = instance.isPresent();
                where = instance.map(DBInstance::dbClusterIdentifier)
                        .map(cluster -> new RdsAddress(true, cluster))
                        .orElse(named);
            }
            if (!there) {
                throw new PlanException("there is no " + named + " in " + aws.region() + " of account "
                        + aws.identity().account());
            }
            return new WriterSignal(aws, where, !where.equals(named));
        });
    }

    @Override
    public synchronized Reading read(Duration timeout) {
        return Refusals.running(() -> where.cluster() ? ofCluster() : ofInstance());
    }

    private Reading ofCluster() {
        DBCluster cluster = databases
                .cluster(where.id())
                .orElseThrow(() -> new IllegalStateException(where + " is not there any more"));
        String now =
                Databases.writer(cluster).orElseThrow(() -> new IllegalStateException(where + " has no writer now"));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("writer", now);
        details.put("status", cluster.status());
        return reading(now, Set.of(now), details);
    }

    private Reading ofInstance() {
        DBInstance instance = databases
                .instance(where.id())
                .orElseThrow(() -> new IllegalStateException(where + " is not there any more"));
        String zone = Optional.ofNullable(instance.availabilityZone())
                .orElseThrow(() -> new IllegalStateException(where + " is in no zone now"));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("zone", zone);
        details.put("status", instance.dbInstanceStatus());
        return reading(zone, Set.of(zone), details);
    }

    private Reading reading(String now, Set<String> identities, Map<String, Object> details) {
        if (writer == null) {
            changed = Instant.now();
        } else if (!now.equals(writer)) {
            since = completed(now);
        }
        if (!now.equals(writer)) {
            writer = now;
        }
        details.put("clock", aws.clock(Service.RDS).words());
        return new Reading(identities, details, since);
    }

    /** The event may be late; then the move is dated by the answers around it. */
    private Optional<Moment> completed(String now) {
        try {
            Optional<Moment> at = events.since(changed).stream()
                    .filter(told -> told.phase() == FailoverEvents.Phase.DONE)
                    .filter(told -> !where.cluster() || told.names(now))
                    .reduce((one, later) -> later)
                    .map(FailoverEvents.Told::at);
            at.ifPresent(known -> changed = known.latest());
            return at;
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public List<Step> history(Instant from) {
        return Refusals.running(() -> events.steps(from));
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>(RdsRights.toWatch(aws, where));
        if (member) {
            rights.addAll(RdsRights.toWatch(aws, new RdsAddress(false, "*")));
        }
        return rights;
    }
}
