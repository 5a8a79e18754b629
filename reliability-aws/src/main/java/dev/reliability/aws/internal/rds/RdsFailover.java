package dev.reliability.aws.internal.rds;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.rds.FailoverEvents.Phase;
import dev.reliability.aws.internal.rds.FailoverEvents.Told;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has a database fail over. Proof is that it is written elsewhere than before: another writer of the cluster, another zone of the instance, or the
 * event that says so. It ends by itself when the other side serves; failing back would be a second outage, so nobody does that.
 */
final class RdsFailover implements Fault {

    /** What differs between an instance with a standby and a cluster. */
    interface Way {

        void start(Aws aws);

        String action();

        /** Returns the members that one could choose from. */
        List<String> instances();

        Optional<String> wanted();
    }

    private static final Duration PROOF = Duration.ofMinutes(10);
    private static final Duration HEALING = Duration.ofMinutes(15);
    private static final Duration POLL = Duration.ofSeconds(2);

    private final RdsTarget target;
    private final Aws aws;
    private final RdsAddress where;
    private final Way way;
    private final Databases databases;
    private final FailoverEvents events;
    private String before;
    private Instant begun = Instant.EPOCH;
    private volatile boolean sent;

    /**
     * @param before where it is written now: the writer of the cluster, the zone of the instance
     */
    RdsFailover(RdsTarget target, String before, Way way) {
        this.target = target;
        this.aws = target.aws();
        this.where = target.where();
        this.way = way;
        this.databases = new Databases(aws);
        this.events = new FailoverEvents(aws, where);
        this.before = before;
    }

    @Override
    public String description() {
        return "failover of " + target.name();
    }

    @Override
    public List<String> effects() {
        String to =
                way.wanted().orElse(where.cluster() ? "any of " + String.join(", ", way.instances()) : "its standby");
        return List.of(
                "Failing " + where + " over from " + before + " to " + to + " in " + aws.region(),
                "It stays on the other side afterwards");
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>(RdsRights.toWatch(aws, where));
        rights.add(Rights.on(aws, way.action(), RdsRights.arn(aws, where))
                .with(Rights.TAG, target.settings().tag()));
        return rights;
    }

    @Override
    public Optional<Floor> floor() {
        return Optional.of(
                where.cluster()
                        ? new Floor(Duration.ZERO, Duration.ofSeconds(60), "a cluster takes up to 60 s to fail over")
                        : new Floor(
                                Duration.ZERO,
                                Duration.ofSeconds(120),
                                "an instance with a standby takes 60 to 120 s to fail over"));
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(description(), target.address(), Map.of("region", aws.region()));
    }

    /** Where it is now: by whom it is written, and its status. */
    private record Now(String side, String status) {}

    private Now now() {
        return Refusals.running(() -> where.cluster()
                ? databases
                        .cluster(where.id())
                        .map(cluster -> new Now(Databases.writer(cluster).orElse(""), cluster.status()))
                        .orElseGet(() -> new Now("", "not there"))
                : databases
                        .instance(where.id())
                        .map(instance -> new Now(
                                Optional.ofNullable(instance.availabilityZone()).orElse(""),
                                instance.dbInstanceStatus()))
                        .orElseGet(() -> new Now("", "not there")));
    }

    @Override
    public Optional<String> alreadySo() {
        Now now = now();
        if (!now.status.equals(Databases.AVAILABLE)) {
            return Optional.of(where + " was " + now.status + " already");
        }
        // somebody may have had it fail over since the plan was made
        before = now.side;
        return way.wanted().filter(before::equals).map(side -> side + " was the writer already");
    }

    @Override
    public void inject() {
        begun = Instant.now();
        sent = true;
        Refusals.running(() -> {
            way.start(aws);
            return where;
        });
    }

    @Override
    public Evidence evidence() {
        Now now = now();
        List<Told> told = Refusals.running(() -> events.since(begun));
        Optional<Told> done =
                told.stream().filter(event -> event.phase() == Phase.DONE).findFirst();
        boolean moved = !now.side.isEmpty() && !now.side.equals(before);
        // a cluster names its writer at once, the zone of an instance may be told late
        boolean proven = moved || !where.cluster() && done.isPresent();
        if (!proven) {
            String last = told.isEmpty()
                    ? ""
                    : ", and its last event is: " + told.get(told.size() - 1).message();
            return Evidence.none("moved nothing", where + " is " + now.status + ", still on " + before + last);
        }
        Evidence bite = Evidence.bite(where + " failed over from " + before + (moved ? " to " + now.side : ""))
                .with("from", before)
                .with("to", moved ? now.side : "its standby")
                .with("events", told.stream().map(Told::message).toList())
                .missing(way.wanted()
                        .filter(wanted -> !wanted.equals(now.side))
                        .map(wanted -> List.of(wanted + " did not become the writer, but " + now.side))
                        .orElse(List.of()));
        return told.stream()
                .filter(event -> event.phase() == Phase.BEGUN)
                .findFirst()
                .map(event -> Duration.between(event.at().latest(), Instant.now()))
                .filter(ago -> !ago.isNegative())
                .map(bite::begun)
                .orElse(bite);
    }

    @Override
    public void revert() {
        // the other side serves; failing back would be another outage
    }

    @Override
    public List<String> residue() {
        if (!sent) {
            return List.of();
        }
        Now now = now();
        return now.status.equals(Databases.AVAILABLE) && !now.side.isEmpty()
                ? List.of()
                : List.of(where + " is " + now.status + (now.side.isEmpty() ? " and has no writer" : ""));
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of("aws rds " + (where.cluster() ? "describe-db-clusters" : "describe-db-instances")
                + " --region " + aws.region()
                + (where.cluster() ? " --db-cluster-identifier " : " --db-instance-identifier ") + where.id());
    }

    @Override
    public Duration timeToProve() {
        return PROOF;
    }

    @Override
    public Duration evidenceInterval() {
        return POLL;
    }

    @Override
    public Duration retryInterval() {
        return POLL;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
