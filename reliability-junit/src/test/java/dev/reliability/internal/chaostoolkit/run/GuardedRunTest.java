package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.function;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.names;
import static dev.reliability.internal.chaostoolkit.run.Workbench.process;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.journal.Halt;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends a run from outside, what keeps it from beginning, and what it does not do. */
@Timeout(90)
@DisabledOnOs(OS.WINDOWS)
class GuardedRunTest extends WithWorkbench {
    @Test
    void theDeadlineEndsWhatRunsAndPlaysTheRollbacks() {
        FileOutcome outcome = bench.run(
                experiment(shell("action", "hang", "sleep 300")),
                options -> options.lookup(name ->
                        name.equals("reliability.deadline") ? java.util.Optional.of("1s") : bench.setting(name)));
        assertThat(outcome.message())
                .matches("ABORTED: stopped after [0-9.]+ s by reliability\\.deadline \\(1 s\\)\\."
                        + " Reverted; nothing left behind\\.");
        assertThat(bench.marks()).containsExactly("repair");
        assertThat(outcome.status()).isEqualTo("interrupted");
    }

    @Test
    void haltEndsARunAndKeepsOthersFromInjecting() throws Exception {
        CompletableFuture<FileOutcome> run = CompletableFuture.supplyAsync(() -> bench.run(
                experiment(shell("action", "hang", "echo hang >> " + folder.resolve("marks") + "; sleep 300"))));
        await().atMost(Duration.ofSeconds(20)).until(() -> bench.marks().contains("hang"));
        new Halt(folder.resolve("state")).order("enough");
        assertThat(run.get(30, TimeUnit.SECONDS).message()).startsWith("ABORTED: stopped after");
        assertThat(bench.marks()).containsExactly("hang", "repair");
        FileOutcome next = bench.run(experiment(bench.mark("break")));
        assertThat(next.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(next.message()).endsWith("No fault was injected.");
        assertThat(bench.marks()).containsExactly("hang", "repair");
    }

    /** W11: one that does not even end when it is interrupted is left behind, but nobody waits for it. */
    @Test
    void aFunctionThatCannotBeEndedHoldsUpNobody() {
        Map<String, Object> deaf = activity("action", "deaf", function("test.functions", "deaf", Map.of()));
        FileOutcome outcome = bench.run(
                experiment(deaf),
                options -> options.lookup(name ->
                        name.equals("reliability.deadline") ? java.util.Optional.of("1s") : bench.setting(name)));
        DeafFunctions.listen();
        assertThat(outcome.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(bench.marks()).containsExactly("repair");
    }

    /** W11 */
    @Test
    void aFunctionThatDoesNotEndInTimeIsAnError() {
        Map<String, Object> deaf =
                with(activity("action", "deaf", function("test.functions", "deaf", Map.of())), "timeout", 0.2);
        FileOutcome outcome = bench.run(experiment(deaf));
        DeafFunctions.listen();
        assertThat(outcome.message())
                .startsWith("ERROR: the action \"deaf\" failed: activity took too long to complete (more than 0.2 s),"
                        + " and does not end");
        assertThat(bench.marks()).containsExactly("repair");
    }

    /** W13: the tool accepts all of these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rollback | the key 'rollback' is not known here; did you mean 'rollbacks'?",
                "steady-state-hypotesis | did you mean 'steady-state-hypothesis'?",
            })
    void whatIsMistypedIsRefusedBeforeAnythingIsTouched(String key, String rule) {
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() ->
                        bench.run(with(new java.util.LinkedHashMap<>(experiment(bench.mark("break"))), key, List.of())))
                .withMessageContaining("/" + key + ": ")
                .withMessageContaining(rule);
        assertThat(bench.marks()).isEmpty();
    }

    /** W13 */
    @Test
    void aVariableThatNobodyAskedForIsRefused() {
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() ->
                        bench.run(experiment(bench.mark("break")), options -> options.variables(List.of("speed=7"))))
                .withMessageContaining("the override 'speed' has no counterpart in the configuration");
    }

    /** W15: what a function is to act on must be there; the function itself says so, and the run takes it seriously. */
    @Test
    void anActionThatFoundNothingToActOnIsAnError() {
        FileOutcome outcome =
                bench.run(experiment(activity("action", "terminate", function("test.functions", "nothing", Map.of()))));
        assertThat(outcome.message())
                .startsWith("ERROR: the action \"terminate\" failed: terminated nothing: no pods 'app=web' run");
    }

    /** W16: the tool needs a package that is not installed with it. */
    @Test
    void pathsIntoJsonAreReadWithoutFurtherAdo() {
        Map<String, Object> tolerance =
                Map.of("type", "jsonpath", "path", "$.*[?(@.sold > 1)]", "count", 1, "target", "stdout");
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(
                        with(shell("probe", "shelf", "echo '[{\"sold\": 1}, {\"sold\": 2}]'"), "tolerance", tolerance)),
                "method",
                steps(bench.mark("break"))));
        assertThat(outcome.passed()).as(outcome.message()).isTrue();
    }

    /** W17: the tool asks a server of its makers for its newest version with every command. */
    @Test
    void nothingLeavesTheMachineThatTheExperimentDoesNotAskFor() {
        ProxySelector before = ProxySelector.getDefault();
        List<URI> asked = Collections.synchronizedList(new ArrayList<>());
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, java.io.IOException failure) {
                // nothing is asked for
            }
        });
        try {
            bench.run(experiment(bench.mark("break")));
            bench.run(experiment(bench.mark("break")), options -> options.mode(Mode.COMPAT));
        } finally {
            ProxySelector.setDefault(before);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aProbeOfTheConfigurationThatGivesNothingIsRefused() {
        Map<String, Object> parts = with(
                experiment(bench.mark("break")),
                "configuration",
                Map.of(
                        "x",
                        Map.of("type", "probe", "name", "x", "provider", process("sh", "-c", "echo no >&2; exit 4"))));
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> bench.run(parts))
                .withMessageContaining("/configuration/x: the probe gave no value: the process exited with 4: no");
        assertThat(bench.run(parts, options -> options.mode(Mode.COMPAT)).exitCode())
                .isZero();
    }

    @Test
    void aRunThatIsRepeatedIsRunAnew() {
        LoadedExperiment loaded = ExperimentFiles.load(
                bench.experiment(experiment(bench.mark("break"))).toString(), bench.options());
        assertThat(loaded.run(bench.lines::add).passed()).isTrue();
        FileOutcome again = loaded.run(bench.lines::add);
        assertThat(again.passed()).isTrue();
        assertThat(names(journal(again).path("run"))).containsExactly("break");
        assertThat(bench.marks()).containsExactly("break", "repair", "break", "repair");
    }

    private Map<String, Object> experiment(Map<String, Object> action) {
        return Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(action),
                "rollbacks",
                steps(bench.mark("repair")));
    }
}
