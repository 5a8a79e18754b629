package dev.reliability.aws.internal.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.ServerClock;
import dev.reliability.aws.internal.client.Service;
import dev.reliability.spi.Moment;
import dev.reliability.spi.Step;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** What the history of an alarm tells of its way into the state ALARM. */
final class AlarmHistory {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration GRAIN = Duration.ofMillis(1);

    /** Clocks differ, and an evaluation looks back. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    private static final int PAGE = 100;

    /** {@code 2026-02-03T04:05:06.789+0000}. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(java.util.Locale.ROOT);

    private final Aws aws;
    private final String name;
    private final ServerClock clock;

    AlarmHistory(Aws aws, String name) {
        this.aws = aws;
        this.name = name;
        this.clock = aws.clock(Service.CLOUD_WATCH);
    }

    List<Step> since(Instant since) {
        List<Step> steps = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        aws
                .cloudWatch()
                .describeAlarmHistoryPaginator(request -> request.alarmName(name)
                        .historyItemType(HistoryItemType.STATE_UPDATE)
                        .startDate(since.minus(BEFORE))
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                        .maxRecords(PAGE))
                .alarmHistoryItems()
                .stream()
                // an item may come twice
                .filter(item -> seen.add(item.timestamp() + item.historyData()))
                .forEach(item -> steps.addAll(steps(item, since)));
        return steps;
    }

    private List<Step> steps(AlarmHistoryItem item, Instant since) {
        Moment recorded = clock.here(item.timestamp(), GRAIN);
        JsonNode state = data(item).path("newState");
        if (recorded.latest().isBefore(since)
                || !state.path("stateValue").asText().equals("ALARM")) {
            return List.of();
        }
        JsonNode data = state.path("stateReasonData");
        Optional<Instant> looked = time(data.path("queryDate"));
        Optional<Instant> begun = time(data.path("startDate"));
        List<Step> steps = new ArrayList<>();
        if (looked.isPresent() && begun.isPresent()) {
            steps.add(new Step(
                    "detect",
                    Moment.between(
                            clock.here(begun.get(), GRAIN).earliest(),
                            clock.here(looked.get(), GRAIN).latest()),
                    "data " + data.path("recentDatapoints") + " against the threshold "
                            + data.path("threshold").asText()));
        }
        looked.ifPresent(at -> steps.add(new Step(
                "decide",
                clock.here(at, GRAIN),
                "alarm " + name + " was evaluated: " + state.path("stateReason").asText())));
        steps.add(new Step("publish", recorded, "alarm " + name + " went to ALARM"));
        return steps;
    }

    private static JsonNode data(AlarmHistoryItem item) {
        try {
            return JSON.readTree(String.valueOf(item.historyData()));
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static Optional<Instant> time(JsonNode node) {
        try {
            return node.isTextual()
                    ? Optional.of(OffsetDateTime.parse(node.asText(), TIME).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
