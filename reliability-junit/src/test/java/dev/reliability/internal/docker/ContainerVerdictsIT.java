package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.reliability.testsystem.Outcomes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** What JUnit is told of experiments on containers. */
@Timeout(240)
@NeedsDocker
class ContainerVerdictsIT {

    @TempDir
    private static Path directory;

    private static Shop shop;
    private static Outcomes outcomes;

    @BeforeAll
    static void run() {
        shop = new Shop(directory);
        Engine.web(shop.web + "-more");
        outcomes = Outcomes.of(Tests.class, directory, Map.of("reliability.docker.host", Engine.address()));
    }

    @AfterAll
    static void remove() {
        if (shop != null) {
            shop.close();
            Engine.remove(shop.web + "-more");
        }
    }

    @Test
    void nothingIsThrownForAPass() {
        assertThat(outcomes.size()).isEqualTo(6);
        assertThat(outcomes.of("passes")).isEmpty();
        assertThat(outcomes.of("passesOffItsNetwork")).isEmpty();
    }

    @Test
    void usersWhoNoticeAreAFailedExpectation() {
        assertThat(outcomes.thrown("fails")).isInstanceOf(AssertionFailedError.class);
        assertThat(outcomes.line("fails"))
                .matches("FAILED: \"GET /\" was out for .* \\(allowed 0 s\\), .* after shutdown of web; .*"
                        + " Reverted; nothing left behind\\.");
    }

    @Test
    void whatNobodyRanIntoIsInconclusive() {
        assertThat(outcomes.thrown("provesNothing")).isInstanceOf(InconclusiveException.class);
        assertThat(outcomes.line("provesNothing"))
                .matches("INCONCLUSIVE: blackhole of web dropped nothing in .*: no traffic went to 198\\.18\\.0\\.1\\."
                        + " The test proves nothing\\. Reverted; nothing left behind\\.");
    }

    @Test
    void whatIsNotThereIsInvalid() {
        assertThat(outcomes.thrown("isInvalid")).isInstanceOf(InvalidExperimentException.class);
        assertThat(outcomes.line("isInvalid"))
                .contains("has no container nobody")
                .endsWith("No fault was injected.");
    }

    @Test
    void aContainerThatIsGoneIsAnError() {
        assertThat(outcomes.thrown("isInError")).isInstanceOf(ReliabilityException.class);
        assertThat(outcomes.line("isInError"))
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
