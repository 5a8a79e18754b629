package dev.reliability.aws.internal.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Poller;
import dev.reliability.aws.internal.client.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

/** Schedules of EventBridge that start an instance at one time, one schedule for each instance, which is in its name. */
final class Schedules {

    /** What all names begin with, before the id of the instance. */
    static final String PREFIX = "reliability-";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'");

    /** A start that was tried for longer might start what a person has stopped since. */
    private static final Duration TRY_FOR = Duration.ofMinutes(15);

    private static final int TRIES = 60;

    /** A role that was just made cannot be assumed yet, and a schedule that was just made may not be found. */
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private static final Duration FOUND_WITHIN = Duration.ofSeconds(10);
    private static final Poller LOOKS = Poller.every(Duration.ofSeconds(1));

    private final Aws aws;
    private final String group;

    Schedules(Aws aws, String group) {
        this.aws = aws;
        this.group = group;
    }

    static String prefix(String instance) {
        return PREFIX + instance + "-";
    }

    static String name(String instance, String fault) {
        return prefix(instance) + fault;
    }

    /**
     * Creates a schedule and reads it back.
     *
     * @throws IllegalStateException if it is not there afterwards as it was meant
     */
    void create(String name, String instance, Instant due, String role) {
        CreateScheduleRequest request = request(name, instance, due, role);
        Optional<ValidationException> refused = LOOKS.look(SETTLE, () -> tryToCreate(request), Optional::isEmpty);
        if (refused.isPresent()) {
            throw refused.get();
        }
        check(name, instance, due, role, FOUND_WITHIN);
    }

    /** Returns why it cannot be created yet. */
    private Optional<ValidationException> tryToCreate(CreateScheduleRequest request) {
        try {
            aws.scheduler().createSchedule(request);
            return Optional.empty();
        } catch (ConflictException e) {
            // an earlier attempt of this call came through and its answer was lost; what is there is compared below
            return Optional.empty();
        } catch (ValidationException e) {
            if (!String.valueOf(e.getMessage()).contains("assume")) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    private CreateScheduleRequest request(String name, String instance, Instant due, String role) {
        return CreateScheduleRequest.builder()
                .name(name)
                .groupName(group)
                .description("starts " + instance + " again, should the reliability test that stopped it have died")
                .scheduleExpression(expression(due))
                .scheduleExpressionTimezone("UTC")
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .actionAfterCompletion(ActionAfterCompletion.DELETE)
                .state(ScheduleState.ENABLED)
                .target(target -> target.arn(action())
                        .roleArn(role)
                        .input(input(instance))
                        .retryPolicy(retry ->
                                retry.maximumRetryAttempts(TRIES).maximumEventAgeInSeconds((int) TRY_FOR.toSeconds())))
                .build();
    }

    /**
     * Reads a schedule and compares it.
     *
     * @param within how long it may take to be found
     * @throws IllegalStateException if it is not there, or is not what was meant
     */
    void check(String name, String instance, Instant due, String role, Duration within) {
        Optional<GetScheduleResponse> found = LOOKS.look(within, () -> find(name), Optional::isPresent);
        GetScheduleResponse there = found.orElseThrow(() -> new IllegalStateException(
                "the schedule " + name + ", which starts " + instance + " again, is not there"));
        boolean same = there.state() == ScheduleState.ENABLED
                && expression(due).equals(there.scheduleExpression())
                && "UTC".equals(there.scheduleExpressionTimezone())
                && action().equals(there.target().arn())
                && role.equals(there.target().roleArn())
                && startsOnly(there.target().input(), instance);
        if (!same) {
            throw new IllegalStateException("the schedule " + name + " would not start " + instance + " at " + due
                    + ": it is " + there.scheduleExpression() + " "
                    + there.target().arn() + " "
                    + there.target().input());
        }
    }

    private static boolean startsOnly(String input, String instance) {
        try {
            JsonNode ids = JSON.readTree(input).path("InstanceIds");
            return ids.size() == 1 && instance.equals(ids.path(0).asText());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private Optional<GetScheduleResponse> find(String name) {
        try {
            return Optional.of(
                    aws.scheduler().getSchedule(request -> request.name(name).groupName(group)));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Tells whether a schedule is still there. */
    boolean exists(String name) {
        return find(name).isPresent();
    }

    /** Deletes a schedule; one that has fired is gone already. */
    void delete(String name) {
        try {
            aws.scheduler().deleteSchedule(request -> request.name(name).groupName(group));
        } catch (ResourceNotFoundException e) {
            // it has fired
        }
    }

    /** Returns the names of the schedules that are there for an instance, whoever made them. */
    List<String> of(String instance) {
        return aws
                .scheduler()
                .listSchedulesPaginator(request -> request.groupName(group).namePrefix(prefix(instance)))
                .schedules()
                .stream()
                .map(ScheduleSummary::name)
                .sorted()
                .toList();
    }

    static String expression(Instant due) {
        return AT.format(due.atOffset(ZoneOffset.UTC));
    }

    private String action() {
        return "arn:" + aws.identity().partition() + ":scheduler:::aws-sdk:ec2:startInstances";
    }

    private static String input(String instance) {
        ObjectNode input = JSON.createObjectNode();
        input.putArray("InstanceIds").add(instance);
        return input.toString();
    }

    /** Returns what a refusal of a schedule means for the fault. */
    static IllegalStateException refused(RuntimeException refusal) {
        return new IllegalStateException(
                "the restart could not be armed, so nothing was stopped: " + Refusals.words(refusal), refusal);
    }
}
