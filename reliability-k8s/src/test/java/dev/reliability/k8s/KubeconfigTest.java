package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.k8s.internal.fault.PodFaults;
import dev.reliability.k8s.standin.StandInCluster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code KUBECONFIG} may name. */
class KubeconfigTest extends ClusterTests {

    private ExperimentBuilder with(Path... files) {
        return experiment(FaultSpec.of(PodFaults.TERMINATE, "k8s:default/app=web"))
                .property(
                        "KUBECONFIG",
                        Arrays.stream(files).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void severalFilesCountAsOneAndTheFirstThatSetsAValueWins() throws IOException {
        deployed(1);
        Path contexts = written(
                "contexts",
                """
                apiVersion: v1
                kind: Config
                contexts: [{name: mine, context: {cluster: here, user: me, namespace: default}}]
                current-context: mine
                """);
        Path rest = written(
                "rest",
                """
                apiVersion: v1
                kind: Config
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: me, user: {token: %s}}]
                contexts: [{name: theirs, context: {cluster: nowhere, user: nobody}}]
                current-context: theirs
                """
                        .formatted(cluster.url(), StandInCluster.TOKEN));
        assertThat(with(directory.resolve("is-not-there"), contexts, rest)
                        .evaluate(() -> {})
                        .message())
                .startsWith("PASSED");
    }

    @Test
    void noneOfSeveralFilesIsThere() {
        assertThatThrownBy(() ->
                        with(directory.resolve("one"), directory.resolve("two")).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("no cluster: KUBECONFIG names")
                .hasMessageContaining("which cannot be read");
    }

    /** Neither the proof nor the undoing of a fault may depend on the token that the run began with. */
    private void assertSurvivesRotation(String user, Path tokens, UnaryOperator<String> written) throws IOException {
        deployed(2);
        Files.writeString(tokens, written.apply(StandInCluster.TOKEN));
        Path kubeconfig = tokens.getFileName().toString().equals("config") ? tokens : written("config", config(user));
        ExperimentResult result = experiment(FaultSpec.shutdown("web"))
                .property("KUBECONFIG", kubeconfig.toString())
                .property("target.web", "k8s:default/app=web")
                .property("target.web.select", "one")
                .evaluate(() -> {
                    Files.writeString(tokens, written.apply("another-token"));
                    cluster.rotateToken("another-token");
                });
        assertThat(result.message()).startsWith("PASSED");
        ready(2);
        assertNothingIsLeft();
    }

    private String config(String user) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: me, user: %s}]
                contexts: [{name: mine, context: {cluster: here, user: me, namespace: default}}]
                current-context: mine
                """
                .formatted(cluster.url(), user);
    }

    @Test
    void aTokenInAFileIsReplacedInTheMiddleOfARun() throws IOException {
        assertSurvivesRotation("{tokenFile: token}", directory.resolve("token"), token -> token + "\n");
    }

    @Test
    void aTokenInTheKubeconfigIsReplacedInTheMiddleOfARun() throws IOException {
        assertSurvivesRotation("", directory.resolve("config"), token -> config("{token: " + token + "}"));
    }

    @Test
    void aCredentialOfAProgramIsRenewedInTheMiddleOfARun() throws IOException {
        Path file = directory.resolve("credential");
        assertSurvivesRotation(
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: cat, args: [\"" + file + "\"]}}",
                file,
                token -> "{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \"ExecCredential\","
                        + " \"status\": {\"token\": \"" + token + "\"}}");
    }
}
