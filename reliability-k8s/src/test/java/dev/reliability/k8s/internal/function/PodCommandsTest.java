package dev.reliability.k8s.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodCommandsTest {

    private static final String EXEC = "chaosk8s.pod.actions.exec_in_pods";

    private final StandInCluster cluster = new StandInCluster();

    @TempDir
    private Path directory;

    @BeforeEach
    void make() {
        cluster.pod("default", "web-1", "web");
        cluster.pod("default", "web-2", "web");
        cluster.pod("default", "other", "other");
        await().until(() -> cluster.readyPods("default", "web").size() == 2);
    }

    @AfterEach
    void close() {
        SharedClients.closeAll();
        cluster.close();
    }

    @SuppressWarnings("unchecked")
    private List<Object> call(Object command, boolean strict, Object... more) throws Exception {
        Map<String, Object> arguments = new LinkedHashMap<>(Map.of("cmd", command, "label_selector", "app=web"));
        arguments.put("container_name", "app");
        for (int i = 0; i < more.length; i += 2) {
            arguments.put((String) more[i], more[i + 1]);
        }
        return (List<Object>) TestCall.call(
                EXEC,
                arguments,
                strict,
                Map.of(Access.KUBECONFIG, cluster.kubeconfig(directory).toString()));
    }

    @Test
    void runsInEachSelectedPod() throws Exception {
        assertThat(call(List.of("echo", "a b"), true, "all", true))
                .containsExactlyInAnyOrder(
                        Map.of(
                                "pod_name",
                                "web-1",
                                "exit_code",
                                0L,
                                "cmd",
                                List.of("echo", "a b"),
                                "stdout",
                                "a b\n",
                                "stderr",
                                ""),
                        Map.of(
                                "pod_name",
                                "web-2",
                                "exit_code",
                                0L,
                                "cmd",
                                List.of("echo", "a b"),
                                "stdout",
                                "a b\n",
                                "stderr",
                                ""));
    }

    @Test
    void tellsHowACommandFailedAndFailsWhereThatMatters() throws Exception {
        assertThat(call("sh -c 'exit 3'", false))
                .singleElement()
                .asString()
                .contains("exit_code=3")
                .contains("stderr=command terminated with exit code 3");
        assertThatThrownBy(() -> call("sh -c 'exit 3'", true))
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining("in pod web-")
                .hasMessageContaining("command terminated with exit code 3");
    }

    @Test
    void doesNotWaitLongerThanItIsTold() throws Exception {
        assertThat(call("sleep 600", false, "request_timeout", 1L)).asString().contains("exit_code=1");
        assertThatThrownBy(() -> call("sleep 600", true, "request_timeout", 1L))
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining("did not end in pod web-");
    }

    @Test
    void whoNamesNoContainerMeansNone() throws Exception {
        assertThat(call("true", false, "container_name", null)).isEmpty();
        assertThatThrownBy(() -> call("true", true, "container_name", null))
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining("\"container_name\" is not given");
        assertThatThrownBy(() -> call("", false)).hasMessageContaining("a command must be set to run a container");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {"a b | a/b", "'a b' c | a b/c", "\"a \\\" b\" | a \" b", "a\\ b '' | a b/", "\"$x\" | $x"})
    void splitsACommandAsAShellDoes(String line, String words) {
        assertThat(Words.of(line)).containsExactly(words.split("/", -1));
    }
}
