package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.NoAccess;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.aws.internal.target.Settings;
import dev.reliability.spi.Right;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The start of stopped instances that happens without this process: schedules that are made before the stop and deleted after the
 * normal start. They are also the mark by which other runs see that an instance is under attack.
 */
final class Restart {

    /** Our own start comes first: a stop and a start take minutes. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final Duration AT_LEAST = Duration.ofSeconds(45);

    private final Ec2Target target;
    private final Schedules schedules;
    private final String fault;
    private final String role;
    private final Instant due;

    /**
     * @param fault id of the fault
     * @param longest how long the instances may be down at most
     */
    Restart(Ec2Target target, String fault, Duration longest, Clock clock) {
        Settings settings = target.settings();
        this.target = target;
        this.schedules = new Schedules(target.aws(), settings.scheduleGroup());
        this.fault = fault;
        this.role = Refusals.planning(() -> settings.roleArn(target.aws()));
        this.due = due(clock.instant(), longest);
    }

    /** Schedules fire in the minute that they name. */
    static Instant due(Instant now, Duration longest) {
        Instant earliest = now.plus(longest).plus(LATE);
        Instant minute = earliest.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(earliest) ? minute : minute.plus(1, ChronoUnit.MINUTES);
    }

    Instant due() {
        return due;
    }

    List<String> names() {
        return target.chosenIds().stream()
                .map(instance -> Schedules.name(instance, fault))
                .toList();
    }

    /**
     * Makes the schedules and reads them back, unless another run has one for an instance.
     *
     * @throws IllegalStateException if it cannot be done; nothing may be stopped then
     */
    void arm() {
        try {
            refuseOthers();
            for (String instance : target.chosenIds()) {
                schedules.create(Schedules.name(instance, fault), instance, due, role);
            }
            // of two that came at once, one sees the other
            refuseOthers();
        } catch (SdkException | NoAccess e) {
            throw Schedules.refused(e);
        }
    }

    private void refuseOthers() {
        for (String instance : target.chosenIds()) {
            List<String> others = schedules.of(instance).stream()
                    .filter(name -> !name.equals(Schedules.name(instance, fault)))
                    .toList();
            if (!others.isEmpty()) {
                throw new IllegalStateException(instance + " is under attack by another run, as the schedule "
                        + others.get(0) + " shows; if that run is dead, end its attack with: " + target.sweepCommand());
            }
        }
    }

    /**
     * Looks directly before the stop whether the schedules are there and in time.
     *
     * @throws IllegalStateException if they are not; nothing may be stopped then
     */
    void check(Clock clock) {
        if (Duration.between(clock.instant(), due).compareTo(AT_LEAST) < 0) {
            throw new IllegalStateException("the restart is due at " + due + ", too soon to stop anything before it");
        }
        try {
            for (String instance : target.chosenIds()) {
                schedules.check(Schedules.name(instance, fault), instance, due, role, Duration.ZERO);
            }
        } catch (SdkException | NoAccess e) {
            throw Schedules.refused(e);
        }
    }

    /** Deletes the schedules. */
    void disarm() {
        names().forEach(schedules::delete);
    }

    /** Returns the schedules that are still there. */
    List<String> left() {
        return names().stream().filter(schedules::exists).toList();
    }

    Set<Right> rights() {
        Aws aws = target.aws();
        String group = aws.arn("scheduler", "schedule/" + target.settings().scheduleGroup() + "/" + Schedules.PREFIX);
        Set<Right> rights = new LinkedHashSet<>();
        rights.add(Rights.anywhere(aws, "scheduler:ListSchedules"));
        for (String action : List.of("CreateSchedule", "GetSchedule", "DeleteSchedule")) {
            rights.add(Rights.on(aws, "scheduler:" + action, group + "*"));
        }
        rights.add(Rights.on(aws, "iam:PassRole", role).with(Rights.SERVICE, "scheduler.amazonaws.com"));
        rights.add(Rights.on(aws, "ec2:StartInstances", target.policyArn())
                .with(Rights.TAG, target.settings().tag())
                .with(Rights.ROLE, role));
        return rights;
    }
}
