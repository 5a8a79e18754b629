package dev.reliability.internal.chaostoolkit.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.provider.ActivityExecutor;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.ExperimentFunction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of pods on processes that stand for them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the processes are POSIX programs")
class PodFunctionsTest {
    private static final FunctionRegistry FUNCTIONS = FunctionRegistry.load(PodFunctionsTest.class.getClassLoader());

    @TempDir
    Path directory;

    private final ManagedProcess first = sleeper("first");
    private final ManagedProcess second = sleeper("second");
    private final ManagedProcess other = sleeper("other");
    private DeclaredSystem system;

    private static ManagedProcess sleeper(String name) {
        return ManagedProcess.command("sh", "-c", "echo " + name + " is up; exec sleep 300")
                .name(name)
                .readyWhen("log:is up")
                .build();
    }

    @BeforeEach
    void start() {
        List.of(first, second, other).forEach(ManagedProcess::start);
        system = system(Map.of(
                "target.first.pods", "shop/app=greeter,tier=back",
                "target.second.pods", "shop/app=greeter,tier=front",
                "target.other.pods", "app=other"));
    }

    private DeclaredSystem system(Map<String, String> pods) {
        Map<String, String> properties = new HashMap<>(pods);
        properties.put("reliability.state", directory.resolve("state").toString());
        properties.put("reliability.reports", directory.resolve("reports").toString());
        return new DeclaredSystem(
                "pods",
                "pods",
                Map.of("first", first, "second", second, "other", other),
                properties,
                name -> Optional.empty());
    }

    @AfterEach
    void end() {
        assertThat(system.undo()).isEmpty();
        List.of(first, second, other).forEach(ManagedProcess::close);
    }

    private ActivityResult call(Mode mode, String function, Object... arguments) {
        Map<String, Object> named = new LinkedHashMap<>(Map.of("ns", "shop", "label_selector", "app=greeter"));
        for (int i = 0; i < arguments.length; i += 2) {
            named.put((String) arguments[i], arguments[i + 1]);
        }
        String module = function.equals("terminate_pods") ? "chaosk8s.pod.actions" : "chaosk8s.pod.probes";
        RunScope scope = new RunScope(mode, FUNCTIONS, Map.of(), Map.of(), Set.of(), system);
        return new ActivityExecutor(scope)
                .execute(
                        Map.of(
                                "type",
                                "probe",
                                "provider",
                                Map.of("type", "python", "module", module, "func", function, "arguments", named)),
                        new Cancellation());
    }

    private Object output(String function, Object... arguments) {
        ActivityResult result = call(Mode.STRICT, function, arguments);
        assertThat(result.reason()).isEmpty();
        return result.output();
    }

    private String refusal(String function, Object... arguments) {
        ActivityResult result = call(Mode.STRICT, function, arguments);
        assertThat(result.status()).isEqualTo(ActivityResult.Status.FAILED);
        return result.reason();
    }

    @Test
    void probesSeeWhichProcessesRun() {
        assertThat(output("pods_in_phase")).isEqualTo(true);
        assertThat(output("count_pods")).isEqualTo(2L);
        assertThat(output("count_min_pods")).isEqualTo(true);
        assertThat(output("pods_in_conditions", "conditions", List.of(Map.of("type", "Ready", "status", "True"))))
                .isEqualTo(true);
        assertThat(refusal("pods_not_in_phase")).isEqualTo("pod first is in phase 'Running'");

        second.kill();

        assertThat(refusal("pods_in_phase")).isEqualTo("pod second is in phase 'Failed'");
        assertThat(output("pods_in_phase", "raise_on_invalid_phase", false)).isEqualTo(false);
        assertThat(output("count_pods", "phase", "Running")).isEqualTo(1L);
        assertThat(output("count_pods")).isEqualTo(2L);
        assertThat(refusal("count_min_pods")).contains("fewer than 2");
        assertThat(output("pods_not_in_phase", "label_selector", "tier=front")).isEqualTo(true);
        assertThat(refusal("pods_in_conditions", "conditions", List.of(Map.of("type", "Ready", "status", "True"))))
                .startsWith("pod second does not match the condition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=greeter | 2",
                "app==greeter,tier=front | 1",
                "app!=greeter | 0",
                "tier in (front, back) | 2",
                "tier notin (front) | 1",
                "tier | 2",
                "!tier | 0",
                "absent!=x | 2",
                "app=greeter,!canary | 2",
            })
    void selectorsReadAsInKubernetes(String selector, long count) {
        assertThat(output("count_pods", "label_selector", selector)).isEqualTo(count);
    }

    @Test
    void unclearSelectorsAreRefused() {
        assertThat(refusal("count_pods", "label_selector", "app in greeter")).contains("is not understood");
    }

    @Test
    void theNamespaceIsDefaultUnlessSaid() {
        assertThat(output("count_pods", "ns", "default", "label_selector", "app=other"))
                .isEqualTo(1L);
        assertThat(output("count_pods", "ns", "default")).isEqualTo(0L);
        assertThat(refusal("pods_in_phase", "ns", "default"))
                .isEqualTo("no pods 'app=greeter' were found in namespace default");
    }

    @Test
    void terminatesOneUnlessToldOtherwiseAndSparesTheRest() {
        ProcessId before = ProcessId.of(first.pid()).orElseThrow();

        assertThat(output("terminate_pods")).isEqualTo(List.of("first"));

        assertThat(before.isAlive()).isFalse();
        assertThat(first.isAlive()).isFalse();
        assertThat(second.startCount()).isOne();
        assertThat(second.isAlive()).isTrue();
        assertThat(other.isAlive()).isTrue();

        assertThat(system.undo()).isEmpty();
        assertThat(first.isReady()).isTrue();
    }

    @Test
    void terminatesAllOfThemOrAShare() {
        assertThat(output("terminate_pods", "mode", "percentage", "qty", 50L)).isEqualTo(List.of("first"));
        assertThat(output("terminate_pods", "all", true)).isEqualTo(List.of("second"));
        assertThat(first.isAlive() || second.isAlive()).isFalse();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void terminatesByNameAndAtOnce() {
        assertThat(output("terminate_pods", "name_pattern", "sec.*", "grace_period", 0L))
                .isEqualTo(List.of("second"));
        await().until(() -> !second.isAlive());
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void theSamePodCanBeTerminatedAgain() {
        output("terminate_pods", "label_selector", "tier=back");
        assertThat(refusal("terminate_pods", "label_selector", "tier=back")).startsWith("terminated nothing");

        first.start();
        output("terminate_pods", "label_selector", "tier=back");

        assertThat(first.isAlive()).isFalse();
    }

    @Test
    void terminatingNothingProvesNothing() {
        assertThat(refusal("terminate_pods", "label_selector", "app=nobody"))
                .isEqualTo("terminated nothing: no pods 'app=nobody' run in namespace shop");
        ActivityResult compat = call(Mode.COMPAT, "terminate_pods", "label_selector", "app=nobody");
        assertThat(compat.status()).isEqualTo(ActivityResult.Status.SUCCEEDED);
        assertThat(refusal("terminate_pods", "mode", "some")).contains("mode is fixed or percentage");
        assertThat(refusal("terminate_pods", "name_pattern", "(")).contains("is not a pattern");
    }

    @Test
    void logsAreThoseOfTheLastSeconds() {
        assertThat(output("read_pod_logs", "last", "20s"))
                .isEqualTo(Map.of("first", "first is up\n", "second", "second is up\n"));
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        output("read_pod_logs", "last", "1s"))
                .isEqualTo(Map.of("first", "", "second", "")));
        assertThat(refusal("read_pod_logs", "last", "soon")).contains("must be a span such as 20s");
        assertThat(refusal("read_pod_logs", "label_selector", "app=nobody")).contains("no pods");
    }

    @Test
    void withoutDeclaredPodsItSaysWhatToDo() {
        system.undo();
        system = system(Map.of());

        assertThat(refusal("pods_in_phase"))
                .isEqualTo(
                        "nothing says what the pods 'app=greeter' of namespace shop are: add \"target.NAME.pods ="
                                + " shop/app=greeter\" to the profile, or reliability-k8s to the class path for those of a cluster");
    }

    @Test
    void malformedDeclarationsAreRefused() {
        system.undo();
        system = system(Map.of("target.first.pods", "shop/greeter"));

        assertThat(refusal("pods_in_phase"))
                .isEqualTo("\"target.first.pods = shop/greeter\" is not understood: write"
                        + " NAMESPACE/LABEL=VALUE,LABEL=VALUE");
    }

    @Test
    void anotherProviderGetsTheCallsThatAreNotForProcesses() throws Exception {
        ExperimentFunction cluster = ExperimentFunction.named("chaosk8s.pod.probes", "count_pods")
                .required("label_selector")
                .optional("phase", null)
                .optional("ns", "default")
                .calling(call -> 42L);
        FunctionRegistry both = new FunctionRegistry(
                List.of(FUNCTIONS.find("chaosk8s.pod.probes", "count_pods").orElseThrow(), cluster));
        Map<String, Object> count = Map.of(
                "type",
                "probe",
                "provider",
                Map.of(
                        "type",
                        "python",
                        "module",
                        "chaosk8s.pod.probes",
                        "func",
                        "count_pods",
                        "arguments",
                        Map.of("label_selector", "app=greeter", "ns", "shop")));

        RunScope local = new RunScope(Mode.STRICT, both, Map.of(), Map.of(), Set.of(), system);
        RunScope remote = new RunScope(Mode.STRICT, both, Map.of(), Map.of(), Set.of(), system(Map.of()));

        assertThat(new ActivityExecutor(local)
                        .execute(count, new Cancellation())
                        .output())
                .isEqualTo(2L);
        assertThat(new ActivityExecutor(remote)
                        .execute(count, new Cancellation())
                        .output())
                .isEqualTo(42L);
        assertThatThrownBy(() -> new FunctionRegistry(List.of(cluster, cluster)))
                .hasMessage("two providers bring the function chaosk8s.pod.probes.count_pods");
    }
}
