package dev.reliability.aws.internal.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.aws.AwsAlarmProvider;
import dev.reliability.aws.emulator.Alarms;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.Address;
import dev.reliability.spi.SharedClients;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often a stand-in of CloudWatch is asked, on a clock that a test puts forward. */
class AlarmBoardTest {

    private static final int MANY = 120;

    private final StandIn standIn = StandIn.alone();
    private final Alarms alarms = new Alarms(standIn);
    private final AtomicLong now = new AtomicLong();
    private final AlarmBoard board = new AlarmBoard(Aws.of(Access.of(standIn.context("eu-west-1"))), now::get);

    @AfterEach
    void close() {
        SharedClients.closeAll();
        standIn.close();
    }

    private List<String> watch(int number) {
        List<String> names =
                IntStream.range(0, number).mapToObj(i -> "alarm-" + i).toList();
        names.forEach(name -> {
            alarms.add(name);
            board.watch(name);
        });
        return names;
    }

    private List<StandIn.Call> calls() {
        return standIn.calls("DescribeAlarms");
    }

    @Test
    void allThatAreWatchedAreAskedForByOneCall() {
        List<String> names = watch(20);
        names.forEach(name -> assertThat(board.read(name).missing()).isFalse());
        assertThat(calls()).singleElement().satisfies(call -> assertThat(call.list("AlarmNames"))
                .hasSize(20));
    }

    @Test
    void aHundredGoIntoOneCall() {
        watch(MANY).forEach(board::read);
        assertThat(calls()).hasSize(2);
    }

    @Test
    void anAnswerServesForHalfASecond() {
        List<String> names = watch(2);
        board.read(names.get(0));
        alarms.set("alarm-0", "ALARM");
        now.addAndGet(Duration.ofMillis(500).toNanos() - 1);
        assertThat(state("alarm-0")).isEqualTo("OK");
        assertThat(calls()).hasSize(1);
        now.incrementAndGet();
        assertThat(state("alarm-0")).isEqualTo("ALARM");
        assertThat(state("alarm-1")).isEqualTo("OK");
        assertThat(calls()).hasSize(2);
    }

    private String state(String name) {
        return board.read(name).metric().orElseThrow().stateValueAsString();
    }

    @Test
    void oneThatNobodyWatchesAnyMoreIsNotAskedFor() {
        watch(2);
        board.forget("alarm-1");
        board.read("alarm-0");
        assertThat(calls()).singleElement().satisfies(call -> assertThat(call.list("AlarmNames"))
                .containsExactly("alarm-0"));
    }

    @Test
    void isPolledNoMoreOftenThanOnceASecond() {
        alarms.add("one");
        assertThat(new AwsAlarmProvider()
                        .alarm("one", Address.parse("cloudwatch:one"), standIn.context("eu-west-1"))
                        .interval())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
}
