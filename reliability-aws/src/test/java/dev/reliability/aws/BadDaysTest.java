package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Proxy.Answer;
import dev.reliability.aws.emulator.Told;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in the middle of a run, in the books of the emulator; no machine is real. */
class BadDaysTest extends OnMoto {

    static Stream<Arguments> nothingIsStopped() {
        return Stream.of(
                Arguments.of(
                        "CreateSchedule",
                        Answer.json(403, "AccessDeniedException", "not you"),
                        0,
                        "the restart could not be armed, so nothing was stopped: IAM denies it (AccessDeniedException): not you"),
                Arguments.of(
                        "CreateSchedule",
                        Answer.json(400, "ServiceQuotaExceededException", "too many"),
                        0,
                        "the restart could not be armed, so nothing was stopped: too many (ServiceQuotaExceededException)"),
                Arguments.of(
                        "CreateSchedule",
                        Answer.json(500, "InternalServerException", "oops"),
                        0,
                        "the restart could not be armed, so nothing was stopped: "),
                Arguments.of("CreateSchedule", new Answer(200, "application/json", "{}"), 0, ", is not there"),
                Arguments.of(
                        "ListSchedules",
                        Answer.json(403, "AccessDeniedException", "not you"),
                        0,
                        "the restart could not be armed, so nothing was stopped: IAM denies it"),
                Arguments.of("GetSchedule", Answer.json(404, "ResourceNotFoundException", "none"), 1, ", is not there"),
                Arguments.of(
                        "StopInstances",
                        Answer.error(403, "UnauthorizedOperation", "not any more"),
                        0,
                        "IAM denies it (UnauthorizedOperation): not any more"),
                Arguments.of(
                        "StopInstances",
                        Answer.error(400, "RequestExpired", "too late"),
                        0,
                        "the credentials have expired (RequestExpired): log in again"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void nothingIsStopped(String action, Answer answer, int after, String message) {
        String id = books.instance("blue");
        proxy.answer(action, answer, after, action.equals("GetSchedule") ? 1 : Integer.MAX_VALUE);
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("could not be injected").contains(message);
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void aStopWhoseAnswerIsLostIsUndone() {
        String id = books.instance("blue");
        proxy.answer("StopInstances", Answer.error(503, "Unavailable", "who knows"), 0, 3);
        proxy.onAnswer("StopInstances", () -> books.ec2().stopInstances(request -> request.instanceIds(id)));
        ExperimentResult result = experiment(FaultSpec.shutdown("ec2:" + id)).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("could not be injected");
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void whatCannotBeUndoneNowIsToldAndUndoneLater() throws Exception {
        String id = books.instance("blue");
        Fault fault = new AwsTargetProvider()
                .target(
                        "blue",
                        Address.parse("ec2:" + id),
                        new Told(Map.of("AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region())))
                .plan(new FaultRequest(
                        FaultKind.SHUTDOWN, "loss", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), Map.of()));
        fault.prepare();
        fault.inject();
        assertThat(fault.evidence().complete()).isTrue();
        proxy.answer("DescribeInstances", Answer.error(400, "RequestExpired", "too late"));
        assertThatThrownBy(fault::revert).hasMessage("the credentials have expired (RequestExpired): log in again");
        assertThat(books.schedules(id)).as("what starts it without us").hasSize(1);
        proxy.passAll();
        proxy.answer("StartInstances", Answer.error(403, "UnauthorizedOperation", "not any more"));
        assertThatThrownBy(fault::revert).hasMessage("IAM denies it (UnauthorizedOperation): not any more");
        assertThat(books.schedules(id)).hasSize(1);
        proxy.passAll();
        proxy.answer("DeleteSchedule", Answer.json(403, "AccessDeniedException", "not any more"));
        assertThatThrownBy(fault::revert).hasMessage("IAM denies it (AccessDeniedException): not any more");
        assertThat(fault.residue())
                .singleElement(STRING)
                .matches("schedule reliability-" + id + "-[0-9a-f]{12} is still there");
        proxy.passAll();
        fault.revert();
        assertThat(fault.residue()).isEmpty();
        fault.revert();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }
}
