package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Told;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Descriptions of instances may be older than the last change. The books are the emulator's; a proxy ages what it answers. */
class StaleAnswersTest extends OnMoto {

    private final String id = books.instance("blue");

    private Told told() {
        return new Told(Map.of("AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region()));
    }

    /** A run died after its stop, and for some looks the instance is described as it was before. */
    private void diedAfterItsStop(int looks) {
        books.schedule("reliability-" + id + "-0123456789ab", id);
        books.ec2().stopInstances(request -> request.instanceIds(id));
        proxy.rewrite("DescribeInstances", "<name>stopped</name>", "<name>running</name>");
        AtomicInteger left = new AtomicInteger(looks);
        proxy.onCall(action -> {
            if (action.equals("DescribeInstances") && left.decrementAndGet() == 0) {
                proxy.passAll();
            }
        });
    }

    @Test
    void aSweepByMarksDoesNotTrustAnOldRunning() {
        diedAfterItsStop(3);
        assertThat(new AwsTargetProvider().sweep(Address.parse("ec2:" + id), told()))
                .isEmpty();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void anUndoByARecordDoesNotTrustItEither() {
        diedAfterItsStop(3);
        UndoRecord record = new UndoRecord(
                "shutdown of blue",
                Address.parse("ec2:" + id),
                Map.of(
                        "region", books.region(),
                        "instances", id + "@2020-01-01T00:00:00Z",
                        "schedules", "reliability-" + id + "-0123456789ab"));
        assertThat(new AwsTargetProvider().undo(record, told())).isEmpty();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void anOldRunningInTheMiddleIsNobodyElsesStart() throws Exception {
        Fault fault = new AwsTargetProvider()
                .target("blue", Address.parse("ec2:" + id), told())
                .plan(new FaultRequest(
                        FaultKind.SHUTDOWN, "loss", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), Map.of()));
        fault.prepare();
        fault.inject();
        await().until(() -> fault.evidence().complete());
        AtomicInteger looks = new AtomicInteger();
        proxy.rewrite("DescribeInstances", "<name>stopped</name>", "<name>running</name>");
        proxy.onCall(action -> {
            if (action.equals("DescribeInstances") && looks.incrementAndGet() == 1) {
                proxy.passAll();
            }
        });
        await().until(() -> looks.get() >= 3);
        assertThat(fault.lost()).isEmpty();
        books.ec2().startInstances(request -> request.instanceIds(id));
        await().until(() -> fault.lost().isPresent());
        assertThat(fault.lost()).contains("somebody started instance " + id);
        fault.revert();
        assertThat(fault.residue()).isEmpty();
    }

    @Test
    void oneThatRunsIsFoundToRunAndLosesItsMark() {
        books.schedule("reliability-" + id + "-0123456789ab", id);
        assertThat(new AwsTargetProvider().sweep(Address.parse("ec2:" + id), told()))
                .isEmpty();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
        assertThat(proxy.calls().stream().filter("StartInstances"::equals))
                .as("told to start once, which changes nothing and says that it ran")
                .hasSize(1);
    }
}
