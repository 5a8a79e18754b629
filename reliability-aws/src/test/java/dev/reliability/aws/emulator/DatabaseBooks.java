package dev.reliability.aws.emulator;

import static dev.reliability.aws.emulator.StandIn.element;

import dev.reliability.aws.emulator.StandIn.Answer;
import dev.reliability.aws.emulator.StandIn.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Databases that fail over as RDS tells it: begun, some time later done, with events; zones are told late. Thread-safe. Nothing behind them is
 * real, unless {@link #onFailover} makes it so.
 */
public final class DatabaseBooks {

    /** How a failover goes. */
    public enum Course {
        /** As wanted. */
        DONE,
        /** The call succeeds, and nothing happens. */
        ABANDONED,
        /** A writer is promoted that nobody named. */
        ANOTHER,
        /** It is done, but never available again. */
        STUCK
    }

    private static final Duration TAKES = Duration.ofMillis(500);
    private static final int PAGE = 20;

    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, Single> instances = new LinkedHashMap<>();
    private Course course = Course.DONE;
    private boolean tag = true;
    private Consumer<String> machines = id -> {};

    private static final class Cluster {
        private final List<String> members = new ArrayList<>();
        private String writer = "";
        private String next = "";
        private String status = "available";
        private Instant due = Instant.MAX;
        private final List<String> events = new ArrayList<>();
    }

    private static final class Single {
        private boolean multi;
        private String zone = "eu-west-1a";
        private String other = "eu-west-1b";
        private String status = "available";
        private Instant due = Instant.MAX;
        private final List<String> events = new ArrayList<>();
    }

    /** Databases on a stand-in. */
    public DatabaseBooks(StandIn standIn) {
        standIn.on("DescribeDBClusters", this::clusters);
        standIn.on("DescribeDBInstances", this::instances);
        standIn.on("FailoverDBCluster", this::failOver);
        standIn.on("RebootDBInstance", this::reboot);
        standIn.on("DescribeEvents", this::events);
    }

    /** Adds a cluster; the first member writes. */
    public synchronized DatabaseBooks cluster(String id, String... members) {
        Cluster cluster = new Cluster();
        cluster.members.addAll(List.of(members));
        cluster.writer = members.length == 0 ? "" : members[0];
        clusters.put(id, cluster);
        return this;
    }

    /** Adds an instance, with a standby in another zone or without. */
    public synchronized DatabaseBooks instance(String id, boolean multi) {
        Single single = new Single();
        single.multi = multi;
        instances.put(id, single);
        return this;
    }

    /** Says how the next failovers go. */
    public synchronized void next(Course how) {
        course = how;
    }

    /** Does to what is behind a database what its failover does, in a thread of its own. */
    public synchronized void onFailover(Consumer<String> behind) {
        machines = behind;
    }

    private void begin(String id) {
        Consumer<String> behind = machines;
        Thread thread = new Thread(() -> behind.accept(id), "failover-of-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    /** Sets a status. */
    public synchronized void status(String id, String status) {
        if (clusters.containsKey(id)) {
            clusters.get(id).status = status;
        } else {
            instances.get(id).status = status;
        }
    }

    /** Takes the tag away that allows attacks. */
    public synchronized void forbid() {
        tag = false;
    }

    /** Returns where it is written. */
    public synchronized String side(String id) {
        return clusters.containsKey(id) ? clusters.get(id).writer : instances.get(id).zone;
    }

    private static void tell(List<String> events, String id, String type, String message) {
        events.add("<Event>" + element("SourceIdentifier", id) + element("SourceType", type)
                + element("Message", message)
                + "<EventCategories><EventCategory>failover</EventCategory></EventCategories>"
                + element("Date", Instant.now().truncatedTo(ChronoUnit.SECONDS)) + "</Event>");
    }

    private void advance() {
        Instant now = Instant.now();
        clusters.forEach((id, cluster) -> {
            if (now.isAfter(cluster.due)) {
                cluster.due = Instant.MAX;
                cluster.writer = cluster.next;
                cluster.status = course == Course.STUCK ? "failing-over" : "available";
                tell(cluster.events, id, "db-cluster", "Completed failover to DB instance: " + cluster.writer);
            }
        });
        instances.forEach((id, single) -> {
            if (now.isAfter(single.due)) {
                single.due = Instant.MAX;
                String before = single.zone;
                single.zone = single.other;
                single.other = before;
                single.status = course == Course.STUCK ? "rebooting" : "available";
                tell(single.events, id, "db-instance", "Multi-AZ instance failover completed");
            }
        });
    }

    private synchronized Answer failOver(Call call) {
        String id = call.get("DBClusterIdentifier");
        Cluster cluster = clusters.get(id);
        if (cluster == null) {
            return Answer.error(404, "DBClusterNotFoundFault", "DBCluster " + id + " not found");
        }
        String wanted = call.get("TargetDBInstanceIdentifier");
        List<String> readers = cluster.members.stream()
                .filter(member -> !member.equals(cluster.writer))
                .toList();
        if (course == Course.ABANDONED) {
            tell(cluster.events, id, "db-cluster", "Cluster failover failed, check the status of your clusters");
        } else {
            cluster.next = course == Course.ANOTHER
                    ? readers.stream()
                            .filter(reader -> !reader.equals(wanted))
                            .findFirst()
                            .orElseThrow()
                    : wanted.isEmpty() ? readers.get(0) : wanted;
            cluster.due = Instant.now().plus(TAKES);
            tell(cluster.events, id, "db-cluster", "Started cross AZ failover to DB instance: " + cluster.next);
            begin(id);
        }
        return Answer.of("FailoverDBCluster", "<DBCluster>" + of(id, cluster) + "</DBCluster>");
    }

    private synchronized Answer reboot(Call call) {
        String id = call.get("DBInstanceIdentifier");
        Single single = instances.get(id);
        if (single == null) {
            return Answer.error(404, "DBInstanceNotFound", "DBInstance " + id + " not found");
        }
        if (course == Course.ABANDONED) {
            tell(single.events, id, "db-instance", "Abandoning user requested failover since DB instance is busy");
        } else if (call.get("ForceFailover").equals("true")) {
            single.status = "rebooting";
            single.due = Instant.now().plus(TAKES);
            tell(single.events, id, "db-instance", "Multi-AZ instance failover started");
            begin(id);
        }
        return Answer.of("RebootDBInstance", "<DBInstance>" + of(id, single) + "</DBInstance>");
    }

    private synchronized Answer clusters(Call call) {
        advance();
        String id = call.get("DBClusterIdentifier");
        if (!id.isEmpty() && !clusters.containsKey(id)) {
            return Answer.error(404, "DBClusterNotFoundFault", "DBCluster " + id + " not found");
        }
        return Answer.of(
                "DescribeDBClusters",
                "<DBClusters>"
                        + clusters.entrySet().stream()
                                .filter(entry -> id.isEmpty() || entry.getKey().equals(id))
                                .map(entry -> "<DBCluster>" + of(entry.getKey(), entry.getValue()) + "</DBCluster>")
                                .collect(Collectors.joining())
                        + "</DBClusters>");
    }

    private String of(String id, Cluster cluster) {
        return element("DBClusterIdentifier", id) + element("Status", cluster.status)
                + "<DBClusterMembers>"
                + cluster.members.stream()
                        .map(member -> "<DBClusterMember>" + element("DBInstanceIdentifier", member)
                                + element("IsClusterWriter", member.equals(cluster.writer)) + "</DBClusterMember>")
                        .collect(Collectors.joining())
                + "</DBClusterMembers>" + tags();
    }

    private String tags() {
        return tag ? "<TagList><Tag><Key>reliability</Key><Value>allowed</Value></Tag></TagList>" : "<TagList/>";
    }

    private synchronized Answer instances(Call call) {
        advance();
        String id = call.get("DBInstanceIdentifier");
        String cluster = clusters.entrySet().stream()
                .filter(entry -> entry.getValue().members.contains(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        if (!cluster.isEmpty()) {
            return Answer.of(
                    "DescribeDBInstances",
                    "<DBInstances><DBInstance>" + element("DBInstanceIdentifier", id)
                            + element("DBInstanceStatus", "available") + element("DBClusterIdentifier", cluster)
                            + tags() + "</DBInstance></DBInstances>");
        }
        if (!instances.containsKey(id)) {
            return Answer.error(404, "DBInstanceNotFound", "DBInstance " + id + " not found");
        }
        return Answer.of(
                "DescribeDBInstances",
                "<DBInstances><DBInstance>" + of(id, instances.get(id)) + "</DBInstance></DBInstances>");
    }

    private String of(String id, Single single) {
        return element("DBInstanceIdentifier", id)
                + element("DBInstanceStatus", single.status)
                + element("MultiAZ", single.multi)
                + element("AvailabilityZone", single.zone)
                + (single.multi ? element("SecondaryAvailabilityZone", single.other) : "")
                + tags();
    }

    private synchronized Answer events(Call call) {
        advance();
        String id = call.get("SourceIdentifier");
        List<String> all =
                call.get("SourceType").equals("db-cluster") ? clusters.get(id).events : instances.get(id).events;
        int from = call.get("Marker").isEmpty() ? 0 : Integer.parseInt(call.get("Marker"));
        int to = Math.min(all.size(), from + PAGE);
        return Answer.of(
                "DescribeEvents",
                "<Events>" + String.join("", all.subList(from, to)) + "</Events>"
                        + (to < all.size() ? element("Marker", to) : ""));
    }
}
