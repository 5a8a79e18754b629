package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.link.fault.Echoes;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.Link;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thread that comes to the experiment interrupted, as whoever interrupted it left it. */
@Timeout(60)
class InterruptedBeforeTest {

    @TempDir
    Path directory;

    @AfterEach
    void asAtTheEndOfTheTestPlan() {
        SharedClients.closeAll();
    }

    static class Interrupted {

        static String address = "";

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> address);

        @BeforeEach
        void interrupt() {
            Thread.currentThread().interrupt();
        }

        @AfterEach
        void forget() {
            Thread.interrupted();
        }

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void bad() {
            throw new AssertionError("must not run");
        }
    }

    @Test
    void isSaidAsItIsAndNothingIsInjected() throws IOException {
        try (Echoes database = new Echoes()) {
            Interrupted.address = database.address();
            assertThat(Kit.onlyFailure(Kit.run(directory, Interrupted.class)))
                    .isInstanceOf(InvalidExperimentException.class)
                    .hasMessage("the thread of the test was interrupted before the experiment began: find what"
                            + " interrupts it before the test, such as @BeforeEach. No fault was injected.");
        }
    }
}
