package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.aws.emulator.OnMoto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/**
 * Kills the controller at some moment from the stop on. The books are the emulator's and no schedule fires there; the processes, the
 * kill and the sweep are real. {@code -Dreliability-kills=50} is the whole of it, by hand.
 */
class KilledControllerIT extends OnMoto {

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'");

    private static final int ROUNDS = Integer.getInteger("reliability-kills", 3);

    @Test
    void theScheduleIsThereAndASweepFromElsewhereUndoesTheStop() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            killOnce(new Random(round));
        }
    }

    private void killOnce(Random random) throws Exception {
        String id = books.instance("blue");
        CountDownLatch stopped = new CountDownLatch(1);
        proxy.onCall(action -> {
            if (action.equals("StopInstances")) {
                stopped.countDown();
            }
        });
        Instant begun = Instant.now();
        Process controller = Controllers.start(
                proxy, books, "ec2:" + id, directory.resolve("state").toString());
        try {
            assertThat(stopped.await(2, TimeUnit.MINUTES)).isTrue();
            Thread.sleep(random.nextInt(2_000));
        } finally {
            controller.destroyForcibly().waitFor();
        }
        assertThat(books.state(id)).isEqualTo("stopped");
        List<GetScheduleResponse> schedules = books.schedules(id);
        assertThat(schedules).singleElement().satisfies(schedule -> {
            assertThat(schedule.target().arn()).endsWith(":aws-sdk:ec2:startInstances");
            assertThat(schedule.target().input()).isEqualTo("{\"InstanceIds\":[\"" + id + "\"]}");
            Instant due = LocalDateTime.parse(schedule.scheduleExpression(), AT).toInstant(ZoneOffset.UTC);
            assertThat(due)
                    .isAfter(begun.plus(Duration.ofMinutes(15)))
                    .isBefore(Instant.now().plus(Duration.ofMinutes(18)));
        });
        Process sweep = Controllers.command(
                proxy,
                books,
                "sweep",
                "--target",
                "ec2:" + id,
                "--state",
                directory.resolve("elsewhere").toString());
        String said = new String(sweep.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sweep.waitFor()).as(said).isZero();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }
}
