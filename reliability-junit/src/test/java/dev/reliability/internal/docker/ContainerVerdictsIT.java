package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.junit.Attack;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.DisconnectAttack;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.ReliabilityException;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** What JUnit is told of experiments on containers. */
@Timeout(240)
@NeedsDocker
class ContainerVerdictsIT {

    private static final Map<String, Optional<Throwable>> OUTCOMES = new ConcurrentHashMap<>();

    @TempDir
    private static Path directory;

    private static Shop shop;

    @BeforeAll
    static void run() {
        shop = new Shop(directory);
        Engine.web(shop.web + "-more");
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Tests.class))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .configurationParameter("reliability.docker.host", Engine.address())
                .execute()
                .testEvents()
                .finished()
                .stream()
                .forEach(event -> OUTCOMES.put(
                        event.getTestDescriptor().getDisplayName().replaceFirst("\\(.*", ""),
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable()));
    }

    @AfterAll
    static void remove() {
        if (shop != null) {
            shop.close();
            Engine.remove(shop.web + "-more");
        }
    }

    private static Throwable thrown(String test) {
        return OUTCOMES.get(test).orElseThrow();
    }

    private static String line(String test) {
        return String.valueOf(thrown(test).getMessage()).lines().findFirst().orElseThrow();
    }

    @Test
    void nothingIsThrownForAPass() {
        assertThat(OUTCOMES).hasSize(6);
        assertThat(OUTCOMES.get("passes")).isEmpty();
        assertThat(OUTCOMES.get("passesOffItsNetwork")).isEmpty();
    }

    @Test
    void usersWhoNoticeAreAFailedExpectation() {
        assertThat(thrown("fails")).isInstanceOf(AssertionFailedError.class);
        assertThat(line("fails"))
                .matches("FAILED: \"GET /\" was out for .* \\(allowed 0 s\\), .* after shutdown of web; .*"
                        + " Reverted; nothing left behind\\.");
    }

    @Test
    void whatNobodyRanIntoIsInconclusive() {
        assertThat(thrown("provesNothing")).isInstanceOf(InconclusiveException.class);
        assertThat(line("provesNothing"))
                .matches("INCONCLUSIVE: blackhole of web dropped nothing in .*: no traffic went to 198\\.18\\.0\\.1\\."
                        + " The test proves nothing\\. Reverted; nothing left behind\\.");
    }

    @Test
    void whatIsNotThereIsInvalid() {
        assertThat(thrown("isInvalid")).isInstanceOf(InvalidExperimentException.class);
        assertThat(line("isInvalid")).contains("has no container nobody").endsWith("No fault was injected.");
    }

    @Test
    void aContainerThatIsGoneIsAnError() {
        assertThat(thrown("isInError")).isInstanceOf(ReliabilityException.class);
        assertThat(line("isInError"))
                .as("it is seen under the fault, or by the revert if that comes first")
                .matches("ERROR: shutdown of more (ended by itself .* after it began|could not be reverted): container "
                        + shop.web + "-more was removed.*");
    }

    static class Tests {

        @ReliabilityProperty("web.url")
        static String url() {
            return Shop.url(shop.web);
        }

        @ReliabilityProperty("other.url")
        static String other() {
            return Shop.url(shop.other);
        }

        @ReliabilityTarget("web")
        static String web() {
            return "docker:" + shop.web;
        }

        @ReliabilityTarget("nobody")
        static String nobody() {
            return "docker:nobody";
        }

        @ReliabilityTarget("more")
        static String more() {
            return "docker:" + shop.web + "-more";
        }

        @Test
        @SteadyState(http = "${other.url}", every = "100ms", timeout = "5s")
        @ShutdownAttack(target = "web")
        void passes() {}

        @Test
        @SteadyState(http = "${other.url}", every = "100ms", timeout = "5s")
        @DisconnectAttack(target = "web", network = "bridge", duration = "1s")
        void passesOffItsNetwork() {}

        @Test
        @SteadyState(http = "${web.url}", every = "100ms", timeout = "5s")
        @ShutdownAttack(target = "web")
        void fails() {}

        @Test
        @SteadyState(http = "${other.url}", every = "100ms", timeout = "5s")
        @BlackholeAttack(target = "web", addresses = "198.18.0.1", duration = "1s")
        void provesNothing() {}

        @Test
        @SteadyState(http = "${other.url}")
        @ShutdownAttack(target = "nobody")
        void isInvalid() {}

        @Test
        @SteadyState(http = "${other.url}", every = "100ms", timeout = "5s")
        @ShutdownAttack(target = "more")
        void isInError(Attack attack) {
            attack.awaitBite();
            Engine.remove(shop.web + "-more");
        }
    }
}
