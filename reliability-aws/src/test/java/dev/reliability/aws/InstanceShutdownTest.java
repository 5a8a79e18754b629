package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Proxy.Answer;
import dev.reliability.aws.emulator.Told;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.spi.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/** Stops in the books of the emulator, with the schedules that would undo them; no machine is real, and no schedule fires. */
class InstanceShutdownTest extends OnMoto {

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'");

    @Test
    void isStoppedAndStartedAgain() {
        String id = books.instance("blue");
        String other = books.instance("green");
        List<String> during = new ArrayList<>();
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {
            during.add(books.state(id));
            during.add(books.state(other));
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(during).containsExactly("stopped", "running");
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void armsTheRestartBeforeTheStopAndNoEarlierThanTheDeadline() {
        String id = books.instance("blue");
        List<GetScheduleResponse> armed = new ArrayList<>();
        Instant begun = Instant.now();
        proxy.onCall(action -> {
            if (action.equals("CreateSchedule")) {
                assertThat(books.state(id)).isEqualTo("running");
                armed.addAll(books.schedules(id));
            }
        });
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id))
                .property("reliability.deadline", "7m")
                .evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        assertThat(armed).singleElement().satisfies(schedule -> {
            assertThat(schedule.target().arn()).isEqualTo("arn:aws:scheduler:::aws-sdk:ec2:startInstances");
            assertThat(schedule.target().input()).isEqualTo("{\"InstanceIds\":[\"" + id + "\"]}");
            assertThat(schedule.target().roleArn()).isEqualTo("arn:aws:iam::123456789012:role/reliability-restart");
            assertThat(schedule.scheduleExpressionTimezone()).isEqualTo("UTC");
            assertThat(schedule.actionAfterCompletionAsString()).isEqualTo("DELETE");
            Instant due = LocalDateTime.parse(schedule.scheduleExpression(), AT).toInstant(ZoneOffset.UTC);
            assertThat(due).isBetween(begun.plus(Duration.ofMinutes(8)), begun.plus(Duration.ofMinutes(10)));
        });
        assertThat(proxy.calls())
                .containsSubsequence(
                        "CreateSchedule",
                        "GetSchedule",
                        "StopInstances",
                        "StartInstances",
                        "DeleteSchedule",
                        "GetSchedule");
    }

    @Test
    void provesNothingWhereItWasDownAlready() {
        String id = books.instance("blue");
        proxy.onCall(action -> {
            if (action.equals("CreateSchedule")) {
                books.ec2().stopInstances(request -> request.instanceIds(id));
            }
        });
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("instance " + id + " was stopped already");
        assertThat(books.state(id)).as("who stopped it starts it").isEqualTo("stopped");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void isLostWhereSomebodyElseStartsIt() {
        String id = books.instance("blue");
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {
            books.ec2().startInstances(request -> request.instanceIds(id));
            await().until(() -> books.schedules(id).isEmpty());
        });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("somebody started instance " + id);
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void anInstanceThatSomebodyTerminatesIsToldAtOnce() {
        String id = books.instance("blue");
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id))
                .evaluate(() -> books.ec2().terminateInstances(request -> request.instanceIds(id)));
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("instance " + id + " was terminated meanwhile and cannot be started");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void isNotStoppedWhereAnotherRunAttacksIt() {
        String id = books.instance("blue");
        books.schedule("reliability-" + id + "-0123456789ab", id);
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message())
                .contains(id + " is under attack by another run, as the schedule reliability-" + id
                        + "-0123456789ab shows; if that run is dead, end its attack with:")
                .contains("sweep --target ec2:" + id);
        assertThat(proxy.calls()).doesNotContain("StopInstances");
        assertThat(books.schedules(id)).as("theirs stays").hasSize(1);
    }

    @Test
    void aSweepFromElsewhereStartsItAndDeletesTheSchedule() throws Exception {
        String id = books.instance("blue");
        String other = books.instance("green");
        books.schedule("reliability-" + id + "-0123456789ab", id);
        books.ec2().stopInstances(request -> request.instanceIds(id, other));
        Map<String, String> settings = Map.of("AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region());
        assertThat(new AwsTargetProvider().sweep(Address.parse("ec2:" + id), new Told(settings)))
                .isEmpty();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
        assertThat(new AwsTargetProvider().sweep(Address.parse("ec2:" + other), new Told(settings)))
                .isEmpty();
        assertThat(books.state(other)).as("nobody marked it").isEqualTo("stopped");
    }

    @Test
    void revertsThroughErrorsOfTheService() {
        String id = books.instance("blue");
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id))
                .evaluate(() -> proxy.answer("StartInstances", Answer.error(500, "InternalError", "not now"), 0, 4));
        assertThat(result.message()).startsWith("PASSED");
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void keepsTheScheduleAsLongAsItIsDown() {
        String id = books.instance("blue");
        List<Integer> schedules = new ArrayList<>();
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {
            proxy.answer("StartInstances", Answer.error(403, "UnauthorizedOperation", "no more"), 0, 2);
            proxy.onAnswer(
                    "StartInstances", () -> schedules.add(books.schedules(id).size()));
        });
        assertThat(schedules).as("at each refusal").containsExactly(1, 1);
        assertThat(result.message()).startsWith("PASSED");
        assertThat(books.schedules(id)).isEmpty();
    }
}
