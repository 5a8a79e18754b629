package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Address;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import dev.reliability.spi.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/**
 * Tells where a name of a hosted zone leads, and follows a move on its way: the health check that decides, every name server of the
 * zone that publishes, the resolver that clients ask.
 */
public final class RecordSignal implements Signal {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private final Aws aws;
    private final OwnZone zone;
    private final Optional<HealthCheckSignal> check;
    private final Optional<Asked> decision;
    private final List<Asked> servers;
    private final Optional<Asked> clients;
    private final ExecutorService workers;

    private RecordSignal(
            Aws aws, RecordAddress where, OwnZone zone, Optional<HealthCheckSignal> check, PlanContext context) {
        this.aws = aws;
        this.zone = zone;
        this.check = check;
        this.workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "reliability-aws-records");
            thread.setDaemon(true);
            return thread;
        });
        this.decision = check.map(signal -> asked("decide", "health check " + signal.id(), signal));
        // an alias leads to where these servers need not know anything, so all of it is looked up
        this.servers = zone.alias()
                ? List.of(asked("publish", "all name servers", Resolvers.dns(where.name(), context)))
                : zone.servers().stream()
                        .map(server -> asked(
                                "publish",
                                "name server " + server,
                                Resolvers.dns(where.name() + "@" + server, context)))
                        .toList();
        this.clients = where.resolver()
                .map(one -> asked("client", "resolver " + one, Resolvers.of(where.name(), one, context)));
    }

    private Asked asked(String phase, String place, Signal signal) {
        return new Asked(place, signal, new AnswerLog(phase, place), workers);
    }

    /** Tells whether an address is a name, and no health check. */
    public static boolean matches(Address address) {
        return RecordAddress.matches(address);
    }

    /**
     * Finds the zone of a name, its name servers, and the health check that fails it over.
     *
     * @throws PlanException if the zone is not one of the account, or not the one that the world asks
     */
    public static RecordSignal of(Address address, PlanContext context) {
        RecordAddress where = RecordAddress.parse(address);
        return Refusals.planning(() -> {
            Aws aws = Aws.of(Access.of(context));
            OwnZone zone = OwnZone.of(aws, where.name());
            if (zone.servers().isEmpty() && where.resolver().isEmpty()) {
                throw new PlanException("zone " + zone.name() + " (" + zone.id() + ") is inside of a VPC, where no name"
                        + " server can be asked: say which resolver its clients have, with route53:" + where.name()
                        + "@RESOLVER or route53:" + where.name() + "@ssh://USER@HOST");
            }
            Optional<HealthCheckSignal> check = zone.records().stream()
                    .filter(record -> record.failover() == ResourceRecordSetFailover.PRIMARY)
                    .flatMap(record -> Stream.ofNullable(record.healthCheckId()))
                    .filter(id -> !id.isEmpty())
                    .findFirst()
                    .map(id -> HealthCheckSignal.of(new Address("route53", id + "@" + zone.id()), context));
            RecordSignal signal = new RecordSignal(aws, where, zone, check, context);
            try {
                Delegation.check(where.name(), zone, signal.firstLook(), Resolvers.dns(where.name(), context));
            } catch (PlanException e) {
                signal.close();
                throw e;
            }
            return signal;
        });
    }

    private List<Reading> firstLook() {
        List<CompletableFuture<Reading>> questions =
                servers.stream().map(server -> server.ask(FIRST_LOOK)).toList();
        return questions.stream()
                .flatMap(question -> answer(question, FIRST_LOOK).stream())
                .toList();
    }

    private static Optional<Reading> answer(CompletableFuture<Reading> question, Duration timeout) {
        try {
            return Optional.of(question.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Who serves is who clients are led to; without a resolver of theirs, who any of the name servers names. */
    @Override
    public Reading read(Duration timeout) {
        long until = System.nanoTime() + timeout.toNanos();
        Duration patience = timeout.multipliedBy(9).dividedBy(10);
        Map<Asked, CompletableFuture<Reading>> questions = new LinkedHashMap<>();
        Stream.concat(servers.stream(), clients.stream()).forEach(place -> questions.put(place, place.ask(patience)));
        Map<String, Object> details = new LinkedHashMap<>();
        decision.flatMap(one -> one.glance(timeout)).ifPresent(reading -> details.putAll(reading.details()));
        Set<String> published = new LinkedHashSet<>();
        List<String> silent = new ArrayList<>();
        Reading seenByClients = null;
        for (Map.Entry<Asked, CompletableFuture<Reading>> question : questions.entrySet()) {
            Asked place = question.getKey();
            Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
            Optional<Reading> answer = answer(question.getValue(), left);
            if (answer.isEmpty()) {
                silent.add(place.name());
                continue;
            }
            details.put(place.name(), String.join(", ", answer.get().identities()));
            if (clients.filter(place::equals).isPresent()) {
                seenByClients = answer.get();
            } else {
                published.addAll(answer.get().identities());
            }
        }
        if (!silent.isEmpty()) {
            details.put("silent", silent);
        }
        zone.ttl().ifPresent(ttl -> details.put("ttl", ttl));
        return new Reading(serving(seenByClients, published, silent), details);
    }

    private Set<String> serving(@Nullable Reading seenByClients, Set<String> published, List<String> silent) {
        if (seenByClients != null) {
            return seenByClients.identities();
        }
        if (clients.isPresent() || published.isEmpty()) {
            throw new IllegalStateException("no answer from " + String.join(", ", silent));
        }
        return published;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /** A resolver that was asked just before the move keeps the old answer for as long as the records allow, another for no time. */
    @Override
    public Optional<Floor> floor(List<FaultRequest> faults) {
        Duration kept = clients.isPresent() ? Duration.ofSeconds(zone.ttl().orElse(0)) : Duration.ZERO;
        return check.flatMap(signal -> signal.floor(faults))
                .map(floor -> new Floor(floor.least(), floor.likely().plus(kept), floor.why()));
    }

    @Override
    public List<Step> history(Instant since) {
        List<Step> steps = new ArrayList<>();
        check.ifPresent(signal -> steps.addAll(signal.history(since)));
        Stream.of(decision.stream(), servers.stream(), clients.stream())
                .flatMap(places -> places)
                .forEach(place -> steps.addAll(place.log().since(since)));
        steps.sort(Comparator.comparing(step -> step.at().at()));
        return steps;
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights =
                new LinkedHashSet<>(check.map(HealthCheckSignal::rights).orElse(Set.of()));
        String arn = "arn:" + aws.identity().partition() + ":route53:::hostedzone/" + zone.id();
        rights.add(Rights.on(aws, "route53:ListHostedZones", "*"));
        rights.add(Rights.on(aws, "route53:ListResourceRecordSets", arn));
        if (!zone.servers().isEmpty()) {
            rights.add(Rights.on(aws, "route53:GetHostedZone", arn));
        }
        rights.add(Rights.anywhere(aws, "sts:GetCallerIdentity"));
        return rights;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
