package dev.reliability.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.experiment.When;
import dev.reliability.local.ManagedProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** What JUnit is told where users were, or were not, seen to be served while a fault was in force. */
@Timeout(120)
class DecidedUnderFaultTest {

    private static final Map<String, Optional<Throwable>> OUTCOMES = new LinkedHashMap<>();

    @TempDir
    static Path directory;

    @BeforeAll
    static void run() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OneShop.class))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .execute()
                .testEvents()
                .finished()
                .stream()
                .forEach(event -> OUTCOMES.put(
                        event.getTestDescriptor().getDisplayName().replaceFirst("\\(.*", ""),
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable()));
    }

    private static String line(String test) {
        return OUTCOMES.get(test).orElseThrow().getMessage().lines().findFirst().orElseThrow();
    }

    @Test
    void anOutageThatOnlyTheRevertEndsFails() {
        assertThat(OUTCOMES.get("onlyTheRevertEndsIt").orElseThrow()).isInstanceOf(AssertionFailedError.class);
        assertThat(line("onlyTheRevertEndsIt"))
                .startsWith("FAILED: \"open\" was out for ")
                .contains("(allowed 600 ms)");
    }

    @Test
    void aDurationThatEndsFirstIsInconclusive() {
        assertThat(OUTCOMES.get("theDurationEndsFirst").orElseThrow()).isInstanceOf(InconclusiveException.class);
        assertThat(line("theDurationEndsFirst"))
                .contains("make \"duration\" (700 ms) longer than \"outage\" (30 s). The test proves nothing.");
    }

    @Test
    void anEarlyRevertIsInconclusive() {
        assertThat(OUTCOMES.get("theBodyRevertsEarly").orElseThrow()).isInstanceOf(InconclusiveException.class);
        assertThat(line("theBodyRevertsEarly")).contains("\"open\" was still out when shutdown of shop was reverted");
    }

    @Test
    void aRebootEndsItsOutageAndRecoveryAloneIsNotWaitedFor() {
        assertThat(OUTCOMES.get("itReboots")).isEmpty();
        assertThat(OUTCOMES.get("onlyRecoveryMatters")).isEmpty();
    }

    @Test
    void theLastServerOfTwoShutdownsIsMissed() {
        assertThat(OUTCOMES.get("bothAreShutDown").orElseThrow()).isInstanceOf(AssertionFailedError.class);
        assertThat(line("bothAreShutDown"))
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
