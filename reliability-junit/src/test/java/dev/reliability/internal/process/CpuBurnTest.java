package dev.reliability.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CpuBurnTest {

    @Test
    void burnsAndProvesItAndEnds() {
        CpuBurn burn = CpuBurn.start(1, 100, Duration.ofMinutes(1));
        try (burn) {
            await("processor time")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> burn.consumed().compareTo(Duration.ofMillis(500)) > 0);
            assertThat(burn.isRunning()).isTrue();
        }
        assertThat(ProcessId.of(burn.pid()).filter(ProcessId::isAlive)).isEmpty();
        assertThat(burn.isRunning()).isFalse();
        assertThat(burn.consumed()).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void endsAtItsOwnDeadline() {
        try (CpuBurn burn = CpuBurn.start(1, 10, Duration.ofMillis(200))) {
            await("its end").atMost(Duration.ofSeconds(20)).until(() -> !burn.isRunning());
        }
    }

    @Test
    void endsWithItsInput() throws Exception {
        Process burner = new ProcessBuilder(JavaChild.command(CpuBurner.class, "1", "10", "600000")).start();
        try {
            assertThat(burner.isAlive()).isTrue();
            burner.getOutputStream().close();
            assertThat(burner.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(burner.exitValue()).isZero();
        } finally {
            burner.destroyForcibly();
        }
    }

    @Test
    void rejectsWhatCannotBeMeant() {
        int tooMany = Runtime.getRuntime().availableProcessors() + 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CpuBurn.start(tooMany, 100, Duration.ofSeconds(1)))
                .withMessage("cores: expected 1 to " + (tooMany - 1) + ", got " + tooMany);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CpuBurn.start(1, 101, Duration.ofSeconds(1)))
                .withMessage("percent: expected 1 to 100, got 101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CpuBurn.start(1, 100, Duration.ZERO))
                .withMessage("atMost: expected 1 ms to 24 h, got PT0S");
    }
}
