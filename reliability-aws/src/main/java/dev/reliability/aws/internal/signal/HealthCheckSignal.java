package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.client.Service;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Address;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.route53.model.HealthCheck;
import software.amazon.awssdk.services.route53.model.HealthCheckObservation;

/**
 * Tells what Route 53 answers for the names that a health check fails over: the primary record while the check is healthy, or while
 * the other side is not healthy either.
 */
public final class HealthCheckSignal implements Signal {

    /** Five requests a second are allowed in an account, to everybody together. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Pattern FORM = Pattern.compile("([0-9A-Za-z-]{1,64})(?:@([0-9A-Za-z]{1,32}))?");

    /** Route 53 takes an endpoint for healthy as long as more checkers than these say so. */
    private static final double QUORUM = 0.18;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Aws aws;
    private final HealthCheck check;
    private final List<FailoverRecords.Pair> pairs;
    private final boolean searched;

    private HealthCheckSignal(Aws aws, HealthCheck check, List<FailoverRecords.Pair> pairs, boolean searched) {
        this.aws = aws;
        this.check = check;
        this.pairs = pairs;
        this.searched = searched;
    }

    /**
     * Finds a health check and the records that it fails over.
     *
     * @throws PlanException if there is none, or it fails over nothing that could be told
     */
    public static HealthCheckSignal of(Address address, PlanContext context) {
        Matcher form = FORM.matcher(address.value().strip());
        if (!form.matches()) {
            throw new PlanException(address + " is not a signal of Route 53: expected route53:HEALTH-CHECK-ID or"
                    + " route53:HEALTH-CHECK-ID@HOSTED-ZONE-ID");
        }
        String id = form.group(1);
        Optional<String> zone = Optional.ofNullable(form.group(2));
        return Refusals.planning(() -> {
            Aws aws = Aws.of(Access.of(context));
            HealthCheck check = HealthChecks.find(aws, id);
            List<String> problems = HealthChecks.problems(aws, check);
            if (!problems.isEmpty()) {
                throw new PlanException(problems);
            }
            List<FailoverRecords.Pair> pairs = FailoverRecords.of(aws, id, zone);
            if (pairs.isEmpty()) {
                throw new PlanException("health check " + id + " fails over nothing: no primary failover record"
                        + zone.map(one -> " of zone " + one).orElse("")
                        + " has it together with a secondary one");
            }
            return new HealthCheckSignal(aws, check, pairs, zone.isEmpty());
        });
    }

    String id() {
        return check.id();
    }

    private record Votes(int healthy, int all) {

        boolean pass() {
            return healthy > QUORUM * all;
        }
    }

    private Votes ask(String id) {
        List<HealthCheckObservation> observations = Refusals.running(() -> aws.route53()
                .getHealthCheckStatus(request -> request.healthCheckId(id))
                .healthCheckObservations());
        if (observations.isEmpty()) {
            throw new IllegalStateException("no checker of health check " + id + " tells anything");
        }
        int healthy = (int) observations.stream()
                .filter(one -> one.statusReport().status().startsWith("Success"))
                .count();
        return new Votes(healthy, observations.size());
    }

    @Override
    public Reading read(Duration timeout) {
        Votes primary = ask(check.id());
        Set<String> answers = new LinkedHashSet<>();
        Map<String, Boolean> standbys = new LinkedHashMap<>();
        boolean moved = false;
        for (FailoverRecords.Pair pair : pairs) {
            boolean other = !primary.pass()
                    && pair.standbyCheck()
                            .map(id -> standbys.computeIfAbsent(id, one -> ask(one).pass()))
                            .orElse(true);
            moved |= other;
            answers.addAll(FailoverRecords.values(other ? pair.secondary() : pair.primary()));
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("record", moved ? "SECONDARY" : "PRIMARY");
        details.put("checkers", primary.healthy + " of " + primary.all + " healthy");
        details.put("clock", aws.clock(Service.ROUTE_53).words());
        FailoverRecords.ttl(pairs).ifPresent(ttl -> details.put("ttl", ttl));
        return new Reading(answers, details);
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Optional<Floor> floor(List<FaultRequest> faults) {
        return Optional.of(HealthChecks.floor(check, FailoverRecords.ttl(pairs)));
    }

    @Override
    public List<Step> history(Instant since) {
        List<HealthCheckObservation> failures = Refusals.running(() -> aws.route53()
                .getHealthCheckLastFailureReason(request -> request.healthCheckId(check.id()))
                .healthCheckObservations());
        Map<HealthCheckObservation, Moment> dated = failures.stream()
                .filter(one -> one.statusReport() != null && one.statusReport().checkedTime() != null)
                .collect(Collectors.toMap(
                        one -> one,
                        one -> aws.clock(Service.ROUTE_53)
                                .here(one.statusReport().checkedTime(), SECOND),
                        (one, same) -> one,
                        LinkedHashMap::new));
        return dated.entrySet().stream()
                .filter(one -> !one.getValue().latest().isBefore(since))
                .min(Map.Entry.comparingByValue((one, other) -> one.at().compareTo(other.at())))
                .map(first -> List.of(new Step(
                        "detect",
                        first.getValue(),
                        "health check " + check.id() + " failed in "
                                + first.getKey().regionAsString() + ", and last in "
                                + dated.size() + " of its checkers: "
                                + first.getKey().statusReport().status())))
                .orElse(List.of());
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        String partition = aws.identity().partition();
        Set<String> checks = new LinkedHashSet<>(Set.of(check.id()));
        pairs.forEach(pair -> pair.standbyCheck().ifPresent(checks::add));
        rights.add(on("GetHealthCheck", "arn:" + partition + ":route53:::healthcheck/" + check.id()));
        rights.add(on("GetHealthCheckLastFailureReason", "arn:" + partition + ":route53:::healthcheck/" + check.id()));
        checks.forEach(
                id -> rights.add(on("GetHealthCheckStatus", "arn:" + partition + ":route53:::healthcheck/" + id)));
        rights.add(on(
                "ListResourceRecordSets",
                "arn:" + partition + ":route53:::hostedzone/"
                        + (searched ? "*" : pairs.get(0).zone())));
        if (searched) {
            rights.add(on("ListHostedZones", "*"));
        }
        if (check.healthCheckConfig().alarmIdentifier() != null) {
            rights.add(Rights.anywhere(aws, "cloudwatch:DescribeAlarms"));
        }
        rights.add(Rights.anywhere(aws, "sts:GetCallerIdentity"));
        return rights;
    }

    private Right on(String action, String arn) {
        return Rights.on(aws, "route53:" + action, arn);
    }
}
