package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Proxy.Answer;
import dev.reliability.aws.emulator.Told;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Credentials that are not there, that expire in the middle of a run, and calls that are refused for a while. The chains that find
 * credentials are those of the SDK, and a program and a server of ours hand them out; no machine is real.
 */
class CredentialsTest extends OnMoto {

    private static final String KEYS = "aws.accessKeyId";
    private static final String SECRETS = "aws.secretAccessKey";
    private static final String CONTAINER = "aws.containerCredentialsFullUri";

    private HttpServer container;
    private Path keys;
    private Path configuration;
    private String id;

    @BeforeEach
    void handOut() throws IOException {
        id = books.instance("blue");
        keys = directory.resolve("keys.json");
        configuration = directory.resolve("config");
        Files.writeString(
                configuration,
                """
                [profile program]
                credential_process = /bin/cat %s
                [profile none]
                output = json
                """
                        .formatted(keys));
        container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        container.createContext("/keys", exchange -> {
            byte[] body = Files.readAllBytes(keys);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        container.start();
        hand("FIRST");
    }

    @AfterEach
    void restore() {
        container.stop(0);
        System.clearProperty(CONTAINER);
        System.setProperty(KEYS, "testing");
        System.setProperty(SECRETS, "testing");
    }

    /** Hands a key out from now on; it expires so soon that nobody keeps it. */
    private void hand(String key) {
        try {
            Files.writeString(
                    keys,
                    """
                    {"Version": 1, "AccessKeyId": "%1$s", "SecretAccessKey": "not-a-secret", "SessionToken": "%1$s",
                     "Token": "%1$s", "Expiration": "%2$s"}
                    """
                            .formatted(key, Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> by(String chain) {
        if (chain.equals("container")) {
            System.clearProperty(KEYS);
            System.clearProperty(SECRETS);
            System.setProperty(
                    CONTAINER, "http://127.0.0.1:" + container.getAddress().getPort() + "/keys");
            return Map.of();
        }
        return Map.of("target.blue.profile", chain, "AWS_CONFIG_FILE", configuration.toString());
    }

    private ExperimentBuilder shutdown(Map<String, String> properties) {
        ExperimentBuilder experiment = experiment(FaultSpec.shutdown("blue")).target("blue", "ec2:" + id);
        properties.forEach(experiment::property);
        return experiment;
    }

    private Fault fault(String chain) {
        Map<String, String> told = new HashMap<>(Map.of("AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region()));
        by(chain).forEach((name, value) -> told.put(name.replace("target.blue", ""), value));
        return new AwsTargetProvider()
                .target("blue", Address.parse("ec2:" + id), new Told(told))
                .plan(new FaultRequest(
                        FaultKind.SHUTDOWN, "loss", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"program", "container"})
    void aTokenThatExpiresInTheMiddleIsRenewed(String chain) {
        ExperimentResult result = shutdown(by(chain)).evaluate(() -> {
            hand("SECOND");
            proxy.expire("FIRST");
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(proxy.keys()).contains("FIRST", "SECOND");
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"program", "container"})
    void whatATokenThatIsNotRenewedLeavesIsUndoneByItsScheduleOrLater(String chain) throws Exception {
        Fault fault = fault(chain);
        fault.prepare();
        fault.inject();
        assertThat(fault.evidence().complete()).isTrue();
        proxy.expire("FIRST");
        assertThatThrownBy(fault::revert).hasMessage("the credentials have expired (ExpiredToken): log in again");
        assertThatThrownBy(fault::residue).hasMessageStartingWith("the credentials have expired (ExpiredToken");
        assertThat(fault.mayHeal()).as("somebody may log in yet").isTrue();
        assertThat(books.schedules(id)).as("what starts it without us").hasSize(1);
        hand("SECOND");
        assertThat(new AwsTargetProvider()
                        .undo(
                                fault.undo(),
                                new Told(Map.of("AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region()))))
                .isEmpty();
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"program", "container"})
    void aTokenThatHasExpiredBeforeIsAProblemOfThePlan(String chain) {
        proxy.expire("FIRST");
        assertThatThrownBy(() -> shutdown(by(chain)).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("the credentials have expired (ExpiredToken): log in again")
                .hasMessageContaining("No fault was injected");
    }

    @Test
    void noCredentialsAreAProblemOfThePlan() {
        System.clearProperty(KEYS);
        System.clearProperty(SECRETS);
        assertThatThrownBy(() -> shutdown(Map.of()).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(
                        "there are no credentials for AWS: none in system properties, environment, the profile")
                .hasMessageContaining("No fault was injected");
        assertThat(proxy.calls()).isEmpty();
    }

    @Test
    void aProfileWithoutCredentialsIsAProblemOfThePlan() {
        assertThatThrownBy(() -> shutdown(by("none")).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("there are no credentials for AWS in profile \"none\"")
                .hasMessageContaining("No fault was injected");
        assertThat(proxy.calls()).isEmpty();
    }

    @Test
    void aProgramThatHandsOutNothingIsAProblemOfThePlan() throws IOException {
        Files.delete(keys);
        assertThatThrownBy(() -> shutdown(by("program")).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(
                        "there are no credentials for AWS: the credential_process of profile \"program\" failed")
                .hasMessageContaining("No fault was injected");
        assertThat(proxy.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "StartInstances, 503, RequestLimitExceeded",
        "StartInstances, 500, InternalError",
        "DescribeInstances, 503, RequestLimitExceeded",
        "DescribeInstances, 500, InternalError",
        "DeleteSchedule, 429, ThrottlingException",
        "DeleteSchedule, 500, InternalServerException"
    })
    void aRevertThatIsRefusedForAWhileGoesOn(String action, int status, String code) {
        // more often than the client tries by itself
        ExperimentResult result = shutdown(Map.of())
                .evaluate(() -> proxy.answer(
                        action,
                        action.endsWith("Schedule")
                                ? Answer.json(status, code, "not now")
                                : Answer.error(status, code, "not now"),
                        0,
                        4));
        assertThat(result.message()).startsWith("PASSED");
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
        assertThat(proxy.calls().stream().filter(action::equals).count()).isGreaterThan(4);
    }
}
