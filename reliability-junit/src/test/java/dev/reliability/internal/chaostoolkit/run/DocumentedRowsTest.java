package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.function;
import static dev.reliability.internal.chaostoolkit.run.Workbench.http;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.process;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.chaostoolkit.DocumentedTable;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import dev.reliability.internal.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first table of the page about experiment files, row by row, in both modes. */
@EnabledOnOs(OS.LINUX)
class DocumentedRowsTest extends WithWorkbench {
    private final Map<String, Supplier<String>> rows = new LinkedHashMap<>();

    private Mode mode = Mode.COMPAT;

    DocumentedRowsTest() {
        rows.put("the steady state does not hold before the method", () -> run(method(mark()), held("missing")));
        rows.put("it does not hold after the method", () -> run(method(breaking()), held("service")));
        rows.put(
                "it broke during the method and healed",
                () -> run(
                        method(breaking(), shell("action", "wait", "sleep 0.3"), healing()),
                        held("service"),
                        options -> options.hypothesisStrategy(HypothesisStrategy.CONTINUOUSLY)
                                .hypothesisFrequency(Duration.ofMillis(20))));
        rows.put(
                "an action fails, its process does not exit with 0, or its request is answered with 400 or more",
                () -> run(method(shell("action", "fail", "exit 3")), held("service")));
        rows.put(
                "an action throws what nobody expects, for a port of 99999 for instance",
                () -> run(method(activity("action", "call", http("http://127.0.0.1:99999/"))), held("service")));
        rows.put(
                "a rollback fails",
                () -> run(method(mark()), rollbacks(shell("action", "fail", "exit 3")), held("service")));
        rows.put(
                "the hypothesis does not hold again after the rollbacks",
                () -> run(method(mark()), rollbacks(breaking()), held("service")));
        rows.put(
                "a probe of the hypothesis that method or rollbacks refer to (`ref`) is not within its tolerance there",
                () -> run(method(breaking(), Map.of("ref", "service is there"), healing()), held("service")));
        rows.put(
                "rollbacks are left out, by the strategies `never` or `deviated`",
                () -> run(
                        method(mark()),
                        rollbacks(mark()),
                        held("service"),
                        options -> options.rollbackStrategy(RollbackStrategy.NEVER)));
        rows.put("a process leaves another one running", () -> {
            String outcome = run(
                    method(shell("action", "load", "sleep 600 > /dev/null 2>&1 & echo $! > " + folder.resolve("pid"))),
                    held("service"));
            return outcome + (endsProcess() ? ", runs on" : ", ended");
        });
        rows.put("such a process holds the output of the one that started it", () -> {
            // strictly it ends after its activity at the earliest, however slow the machine is
            String go = (mode == Mode.COMPAT ? bench.touch("go") : folder.resolve("go")).toString();
            String holding = "echo started; (while [ ! -e " + go + " ]; do sleep 0.05; done; sleep 0.3; echo later) &";
            return run(
                            method(
                                    with(shell("action", "load", holding), "timeout", 30),
                                    shell("action", "go", "touch " + go)),
                            held("service"))
                    + ", " + output();
        });
        rows.put(
                "`terminate_pods` finds no pod",
                () -> run(
                        method(activity(
                                "action",
                                "terminate",
                                function(
                                        "chaosk8s.pod.actions",
                                        "terminate_pods",
                                        Map.of("label_selector", "app=web", "name_pattern", "nobody")))),
                        held("service"),
                        options -> options.system(new DeclaredSystem(
                                "pods",
                                "pods",
                                Map.of(
                                        "web",
                                        "process:" + ProcessHandle.current().pid()),
                                Map.of("target.web.pods", "app=web"),
                                bench::setting))));
        rows.put("the method has no action", () -> run(method(shell("probe", "look", "true")), held("service")));
        rows.put("there is no hypothesis, or it is not looked at once the method has begun", () -> run(method(mark())));
        rows.put("a dry run", () -> run(method(mark()), held("service"), options -> options.dry(Dry.ACTIVITIES)));
        rows.put(
                "`timeout` of an activity",
                () -> run(method(with(shell("action", "wait", "sleep 0.5"), "timeout", 0.05)), held("service")));
        rows.put(
                "keys, variables and placeholders with typing errors",
                () -> run(method(mark()), held("service"), Map.of("rollback", steps(mark()))));
        rows.put(
                "values of the wrong type: `\"false\"` as an argument of a function, a pause from a variable without"
                        + " `env_var_type`",
                () -> run(
                        method(activity(
                                "action",
                                "remove",
                                function(
                                        "shutil",
                                        "rmtree",
                                        Map.of("path", folder.resolve("none").toString(), "ignore_errors", "false")))),
                        held("service")));
        rows.put("a process or a request is the tolerance of a probe", () -> {
            Map<String, Object> judge = activity("probe", "judge", with(process("false"), "arguments", Map.of()));
            return run(
                    method(mark()), Map.of(HYPOTHESIS, hypothesis(with(bench.exists("service"), "tolerance", judge))));
        });
        rows.put("`dry` in the file", () -> run(method(with(mark(), "dry", "actions")), held("service")));
        rows.put("two numbers as the tolerance of a process", () -> {
            Map<String, Object> probe =
                    with(activity("probe", "seconds", process("echo", "10.5")), "tolerance", List.of(0, 1));
            String outcome = run(method(mark()), Map.of(HYPOTHESIS, hypothesis(probe)));
            return outcome
                    + (bench.lines.stream().anyMatch(line -> line.startsWith("WARNING: ")) ? ", warned" : ", silent");
        });
    }

    private static final Map<String, List<String>> EXPECTED = expected();

    private static Map<String, List<String>> expected() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("the steady state does not hold before the method", List.of("completed 0", "INCONCLUSIVE 3"));
        all.put("it does not hold after the method", List.of("completed deviated 1", "FAILED 1"));
        all.put("it broke during the method and healed", List.of("completed 0", "FAILED 1"));
        all.put(
                "an action fails, its process does not exit with 0, or its request is answered with 400 or more",
                List.of("completed 0", "ERROR 5"));
        all.put(
                "an action throws what nobody expects, for a port of 99999 for instance",
                List.of("aborted 1", "ERROR 5"));
        all.put("a rollback fails", List.of("completed 0", "ERROR 5"));
        all.put("the hypothesis does not hold again after the rollbacks", List.of("completed 0", "FAILED 1"));
        all.put(
                "a probe of the hypothesis that method or rollbacks refer to (`ref`) is not within its tolerance there",
                List.of("completed 0", "FAILED 1"));
        all.put(
                "rollbacks are left out, by the strategies `never` or `deviated`",
                List.of("completed 0", "PASSED 0, names what stays"));
        all.put("a process leaves another one running", List.of("completed 0, runs on", "PASSED 0, ended"));
        all.put(
                "such a process holds the output of the one that started it",
                List.of("completed 0, started later", "PASSED 0, started"));
        all.put("`terminate_pods` finds no pod", List.of("completed 0", "ERROR 5"));
        all.put("the method has no action", List.of("completed 0", "INCONCLUSIVE 3"));
        all.put(
                "there is no hypothesis, or it is not looked at once the method has begun",
                List.of("completed 0", "INCONCLUSIVE 3"));
        all.put("a dry run", List.of("completed 0", "INCONCLUSIVE 3"));
        all.put("`timeout` of an activity", List.of("completed 0", "ERROR 5"));
        all.put("keys, variables and placeholders with typing errors", List.of("completed 0", "invalid"));
        all.put(
                "values of the wrong type: `\"false\"` as an argument of a function, a pause from a variable without"
                        + " `env_var_type`",
                List.of("completed 0", "invalid"));
        all.put("a process or a request is the tolerance of a probe", List.of("completed 0", "INCONCLUSIVE 3"));
        all.put("`dry` in the file", List.of("completed 0", "invalid"));
        all.put("two numbers as the tolerance of a process", List.of("completed 0, silent", "PASSED 0, warned"));
        return all;
    }

    static Set<String> names() {
        return EXPECTED.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAsTheToolHasItInCompatMode(String row) {
        mode = Mode.COMPAT;
        assertThat(rows.get(row).get()).isEqualTo(EXPECTED.get(row).get(0));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isJudgedAsATestInStrictMode(String row) {
        mode = Mode.STRICT;
        assertThat(rows.get(row).get()).isEqualTo(EXPECTED.get(row).get(1));
    }

    @Test
    void everyRowOfThePageIsHere() throws IOException {
        assertThat(DocumentedTable.rows("| what happens | the tool, and compat | strict |"))
                .isEqualTo(EXPECTED.keySet());
    }

    private Map<String, Object> mark() {
        return bench.mark("mark");
    }

    private Map<String, Object> breaking() {
        return shell("action", "break", "rm " + folder.resolve("service"));
    }

    private Map<String, Object> healing() {
        return shell("action", "heal", "touch " + folder.resolve("service"));
    }

    private Map<String, Object> held(String file) {
        return Map.of(HYPOTHESIS, hypothesis(bench.exists(file)));
    }

    @SafeVarargs
    private static Map<String, Object> method(Map<String, Object>... activities) {
        return Map.of("method", steps(activities));
    }

    @SafeVarargs
    private static Map<String, Object> rollbacks(Map<String, Object>... activities) {
        return Map.of("rollbacks", steps(activities));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private String run(Map<String, Object>... parts) {
        return run(List.of(parts), UnaryOperator.identity());
    }

    private String run(Map<String, Object> one, Map<String, Object> other, UnaryOperator<RunOptions> changes) {
        return run(List.of(one, other), changes);
    }

    private String run(
            Map<String, Object> one,
            Map<String, Object> other,
            Map<String, Object> third,
            UnaryOperator<RunOptions> changes) {
        return run(List.of(one, other, third), changes);
    }

    private FileOutcome last;

    private String run(List<Map<String, Object>> parts, UnaryOperator<RunOptions> changes) {
        Map<String, Object> all = new LinkedHashMap<>();
        parts.forEach(all::putAll);
        try {
            last = bench.run(
                    all,
                    options -> changes.apply(options.mode(mode)
                            .lookup(name -> name.equals("reliability.files.recover-within")
                                    ? Optional.of("20ms")
                                    : bench.setting(name))));
        } catch (InvalidExperimentFileException e) {
            return "invalid";
        }
        List<String> words = new ArrayList<>();
        words.add(mode == Mode.STRICT ? last.verdict().name() : last.status());
        if (mode == Mode.COMPAT && last.deviated()) {
            words.add("deviated");
        }
        words.add(String.valueOf(last.exitCode()));
        return String.join(" ", words) + (last.message().contains("Left on purpose: ") ? ", names what stays" : "");
    }

    private String output() {
        return journal(last)
                .path("run")
                .path(0)
                .path("output")
                .path("stdout")
                .asText()
                .strip()
                .replace("\n", " ");
    }

    private boolean endsProcess() {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
            boolean runs = ProcessId.of(pid).filter(ProcessId::isAlive).isPresent();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            return runs;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
