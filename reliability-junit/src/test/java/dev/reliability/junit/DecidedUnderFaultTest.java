package dev.reliability.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.When;
import dev.reliability.local.ManagedProcess;
import dev.reliability.testsystem.Outcomes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** What JUnit is told where users were, or were not, seen to be served while a fault was in force. */
@Timeout(120)
class DecidedUnderFaultTest {

    private static Outcomes outcomes;

    @TempDir
    static Path directory;

    @BeforeAll
    static void run() {
        outcomes = Outcomes.of(OneShop.class, directory, Map.of());
    }

    @Test
    void anOutageThatOnlyTheRevertEndsFails() {
        assertThat(outcomes.thrown("onlyTheRevertEndsIt")).isInstanceOf(AssertionFailedError.class);
        assertThat(outcomes.line("onlyTheRevertEndsIt"))
                .startsWith("FAILED: \"open\" was out for ")
                .contains("(allowed 600 ms)");
    }

    @Test
    void aDurationThatEndsFirstIsInconclusive() {
        assertThat(outcomes.thrown("theDurationEndsFirst")).isInstanceOf(InconclusiveException.class);
        assertThat(outcomes.line("theDurationEndsFirst"))
                .contains("make \"duration\" (700 ms) longer than \"outage\" (30 s). The test proves nothing.");
    }

    @Test
    void anEarlyRevertIsInconclusive() {
        assertThat(outcomes.thrown("theBodyRevertsEarly")).isInstanceOf(InconclusiveException.class);
        assertThat(outcomes.line("theBodyRevertsEarly"))
                .contains("\"open\" was still out when shutdown of shop was reverted");
    }

    @Test
    void aRebootEndsItsOutageAndRecoveryAloneIsNotWaitedFor() {
        assertThat(outcomes.of("itReboots")).isEmpty();
        assertThat(outcomes.of("onlyRecoveryMatters")).isEmpty();
    }

    @Test
    void theLastServerOfTwoShutdownsIsMissed() {
        assertThat(outcomes.thrown("bothAreShutDown")).isInstanceOf(AssertionFailedError.class);
        assertThat(outcomes.line("bothAreShutDown"))
                .startsWith("FAILED: \"one is open\" was out for ")
                .contains("after shutdown of branch");
    }

    static class OneShop {

        @ReliabilityTarget("shop")
        static final ManagedProcess SHOP =
                ManagedProcess.command("sleep", "300").name("shop").build();

        @ReliabilityTarget("branch")
        static final ManagedProcess BRANCH =
                ManagedProcess.command("sleep", "300").name("branch").build();

        @Nested
        class ShortPatience {

            @SteadyStateProbe(every = "20ms", outage = "600ms")
            boolean open() {
                return SHOP.isAlive();
            }

            @Test
            @ShutdownAttack(target = "shop")
            void onlyTheRevertEndsIt() {}
        }

        @Nested
        class LongPatience {

            @SteadyStateProbe(every = "20ms", outage = "30s")
            boolean open() {
                return SHOP.isAlive();
            }

            @Test
            @ProcessKillAttack(target = "shop", duration = "700ms")
            void theDurationEndsFirst() {}

            @Test
            @ShutdownAttack(target = "shop")
            void theBodyRevertsEarly(Attack attack, ExperimentRun run) {
                await().until(() ->
                        run.sinceBite().filter(since -> since.toMillis() > 300).isPresent());
                attack.revert();
            }

            @Test
            @ShutdownAttack(target = "shop", reboot = true, duration = "300ms")
            void itReboots() {}
        }

        @Nested
        class OnlyRecovery {

            @SteadyStateProbe(
                    every = "20ms",
                    when = {When.BEFORE, When.AFTER})
            boolean open() {
                return SHOP.isAlive();
            }

            @Test
            @ShutdownAttack(target = "shop")
            void onlyRecoveryMatters() {}
        }

        @Nested
        class TwoShops {

            @SteadyStateProbe(name = "one is open", every = "20ms")
            boolean open() {
                return SHOP.isAlive() || BRANCH.isAlive();
            }

            @Test
            @ShutdownAttack(target = "shop")
            @ShutdownAttack(target = "branch", delay = "1s")
            void bothAreShutDown() {}
        }
    }
}
