package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.client.Service;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Moment;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.SharedClients;
import dev.reliability.spi.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** An alarm of CloudWatch, of a metric or made of others. */
public final class CloudWatchAlarm implements Alarm {

    private static final Duration GRAIN = Duration.ofMillis(1);
    private static final String ALARM = "ALARM";

    private final Aws aws;
    private final String name;
    private final AlarmBoard board;
    private final boolean composite;
    private final Optional<AlarmFloor> floor;

    private CloudWatchAlarm(Aws aws, String name, AlarmBoard board, AlarmBoard.Read found) {
        this.aws = aws;
        this.name = name;
        this.board = board;
        this.composite = found.composite().isPresent();
        this.floor = found.metric().flatMap(AlarmFloor::of);
        board.watch(name);
    }

    /**
     * Finds an alarm.
     *
     * @throws PlanException if there is none, or it cannot be asked for
     */
    public static CloudWatchAlarm of(Address address, PlanContext context) {
        AlarmName wanted = AlarmName.parse(address);
        Access access = Access.of(context);
        Aws aws = Refusals.planning(() -> Aws.of(wanted.region().map(access::in).orElse(access)));
        AlarmBoard board =
                SharedClients.of(AlarmBoard.class, aws.access(), unused -> new AlarmBoard(aws, System::nanoTime));
        AlarmBoard.Read found = Refusals.planning(() -> board.read(wanted.name()));
        if (found.missing()) {
            throw new PlanException("there is no alarm \"" + wanted.name() + "\" in " + aws.region() + " of account "
                    + Refusals.planning(aws::identity).account());
        }
        return new CloudWatchAlarm(aws, wanted.name(), board, found);
    }

    private record Now(String state, String reason, String evaluation, Optional<Instant> since) {

        static Optional<Now> of(AlarmBoard.Read read) {
            return read.metric().map(Now::of).or(() -> read.composite().map(Now::of));
        }

        // the one that moves only with the state is the better one, but old servers do not tell it
        private static Now of(MetricAlarm alarm) {
            return new Now(
                    alarm.stateValueAsString(),
                    String.valueOf(alarm.stateReason()),
                    Optional.ofNullable(alarm.evaluationStateAsString()).orElse(""),
                    Optional.ofNullable(alarm.stateTransitionedTimestamp())
                            .or(() -> Optional.ofNullable(alarm.stateUpdatedTimestamp())));
        }

        private static Now of(CompositeAlarm alarm) {
            return new Now(
                    alarm.stateValueAsString(),
                    String.valueOf(alarm.stateReason()),
                    "",
                    Optional.ofNullable(alarm.stateTransitionedTimestamp())
                            .or(() -> Optional.ofNullable(alarm.stateUpdatedTimestamp())));
        }
    }

    private Now now() {
        return Now.of(Refusals.running(() -> board.read(name)))
                .orElseThrow(() -> new IllegalStateException("alarm " + name + " is not there any more"));
    }

    @Override
    public State state(Duration timeout) {
        Now now = now();
        if (!now.evaluation.isEmpty()) {
            throw new IllegalStateException(
                    "alarm " + name + " is " + now.state + " but not properly evaluated (" + now.evaluation + ")");
        }
        return new State(now.state.equals(ALARM), now.state, now.since.map(this::here));
    }

    private Moment here(Instant there) {
        return aws.clock(Service.CLOUD_WATCH).here(there, GRAIN);
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        // alarms that are made of others cannot be named in a policy
        String arn = composite ? "*" : aws.arn("cloudwatch", "alarm:" + name);
        rights.add(Rights.on(aws, "cloudwatch:DescribeAlarms", arn));
        rights.add(Rights.on(aws, "cloudwatch:DescribeAlarmHistory", arn));
        rights.add(Rights.anywhere(aws, "sts:GetCallerIdentity"));
        return rights;
    }

    @Override
    public Optional<Floor> floor(List<FaultRequest> faults) {
        return floor.map(settings -> settings.after(faults));
    }

    @Override
    public List<Step> history(Instant since) {
        try {
            List<Step> steps = new AlarmHistory(aws, name).since(since);
            if (!steps.isEmpty()) {
                return steps;
            }
        } catch (SdkException e) {
            // what the alarm itself tells is less, but there
        }
        Now now = now();
        return now.since
                .map(at -> List.of(new Step(
                        "decide", here(at), "alarm " + name + " is " + now.state + " since then: " + now.reason)))
                .orElse(List.of());
    }

    @Override
    public void close() {
        board.forget(name);
    }
}
