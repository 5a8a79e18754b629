package dev.reliability.aws.internal.rds;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Service;
import dev.reliability.spi.Moment;
import dev.reliability.spi.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.SourceType;

/** What the events of a database tell of its failovers. They have no id, so they are known by their words. */
final class FailoverEvents {

    /** Where a failover is on its way. */
    enum Phase {
        BEGUN,
        DONE,
        GIVEN_UP
    }

    /** One event. */
    record Told(Phase phase, Moment at, String message) {

        boolean names(String instance) {
            return message.toLowerCase(Locale.ROOT)
                    .matches("(?s).*: *" + java.util.regex.Pattern.quote(instance) + "\\b.*");
        }
    }

    private static final Duration GRAIN = Duration.ofSeconds(1);

    /** Our clock may be ahead of theirs; what was before is left out again by its moment. */
    private static final Duration BEFORE = Duration.ofMinutes(5);

    private static final Set<String> BEGUN =
            Set.of("failover started", "started same az failover", "started cross az failover");
    private static final Set<String> DONE =
            Set.of("failover completed", "failover to standby complete", "completed failover");
    private static final Set<String> GIVEN_UP =
            Set.of("abandoning user requested failover", "failover failed", "promoting previous primary again");

    private final Aws aws;
    private final RdsAddress where;

    FailoverEvents(Aws aws, RdsAddress where) {
        this.aws = aws;
        this.where = where;
    }

    /** Returns what happened since then, the earliest first. */
    List<Told> since(Instant since) {
        List<Told> all = new ArrayList<>();
        aws.rds()
                .describeEventsPaginator(request -> request.sourceIdentifier(where.id())
                        .sourceType(where.cluster() ? SourceType.DB_CLUSTER : SourceType.DB_INSTANCE)
                        .startTime(since.minus(BEFORE)))
                .events()
                .forEach(event -> told(event)
                        .filter(told -> !told.at().latest().isBefore(since))
                        .ifPresent(all::add));
        all.sort(Comparator.comparing(told -> told.at().at()));
        return all;
    }

    private Optional<Told> told(Event event) {
        String text = String.valueOf(event.message());
        String words = text.toLowerCase(Locale.ROOT);
        Optional<Phase> phase = has(words, GIVEN_UP)
                ? Optional.of(Phase.GIVEN_UP)
                : has(words, DONE)
                        ? Optional.of(Phase.DONE)
                        : has(words, BEGUN) ? Optional.of(Phase.BEGUN) : Optional.empty();
        return phase.filter(unused -> event.date() != null)
                .map(known -> new Told(known, aws.clock(Service.RDS).here(event.date(), GRAIN), text));
    }

    private static boolean has(String words, Set<String> any) {
        return any.stream().anyMatch(words::contains);
    }

    /** Events have whole seconds, and the first of them may be what the bite was dated by. */
    List<Step> steps(Instant since) {
        return since(since.minus(GRAIN.multipliedBy(2))).stream()
                .map(told -> new Step(
                        switch (told.phase()) {
                            case BEGUN -> "decide";
                            case DONE -> "publish";
                            case GIVEN_UP -> "given up";
                        },
                        told.at(),
                        where + ": " + told.message()))
                .toList();
    }
}
