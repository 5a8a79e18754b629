package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ShutdownAttack;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Both descriptions of the pipeline can be read, and name the same steps in the same order; each script can be read, too. */
class PipelineTest {

    private static final List<String> STEPS = List.of(
            "build.sh",
            "deploy.sh blue first",
            "reliability.sh blue",
            "deploy.sh green second",
            "reliability.sh green",
            "reliability.sh disaster-recovery",
            "reliability.sh nightly",
            "report.sh");

    @ParameterizedTest
    @ValueSource(strings = {PipelineSteps.JENKINS, PipelineSteps.ACTIONS})
    void bothNameTheSameSteps(String file) throws IOException {
        assertThat(PipelineSteps.of(file)).isEqualTo(STEPS);
        assertThat(STEPS).allSatisfy(step -> assertThat(Releases.PIPELINE.resolve(step.split(" ", 2)[0]))
                .exists()
                .isExecutable());
    }

    @Test
    void theScriptsCanBeRead() throws Exception {
        try (Stream<Path> scripts = Files.list(Releases.PIPELINE)) {
            for (Path script :
                    scripts.filter(file -> file.toString().endsWith(".sh")).toList()) {
                assertThat(new ProcessBuilder("bash", "-n", script.toString())
                                .inheritIO()
                                .start()
                                .waitFor())
                        .as(script.toString())
                        .isZero();
            }
        }
    }

    /** What GitHub makes of the workflow is not known here: it is YAML, and what it needs is where it is looked for. */
    @Test
    void theWorkflowIsOneOfGitHub() throws IOException {
        Map<?, ?> workflow = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Releases.PIPELINE.resolve(PipelineSteps.ACTIONS)));
        assertThat(workflow.get("on"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("push", "schedule");
        Map<?, ?> jobs = (Map<?, ?>) workflow.get("jobs");
        assertThat(jobs).hasSize(1);
        Map<?, ?> job = (Map<?, ?>) jobs.values().iterator().next();
        assertThat(job.get("runs-on")).isEqualTo("ubuntu-latest");
        Map<String, List<String>> steps = new TreeMap<>();
        for (Object each : (List<?>) job.get("steps")) {
            Map<?, ?> step = (Map<?, ?>) each;
            assertThat(step.containsKey("run")).as(String.valueOf(step)).isNotEqualTo(step.containsKey("uses"));
            String run = String.valueOf(step.get("run"));
            if (run.contains("$PIPELINE")) {
                steps.computeIfAbsent(String.valueOf(step.get("if")), when -> new ArrayList<>())
                        .add(run.replace("\"$PIPELINE\"/", ""));
            }
        }
        assertThat(steps)
                .containsOnly(
                        Map.entry("always()", List.of("report.sh")),
                        Map.entry("github.event_name == 'schedule'", List.of("reliability.sh nightly")),
                        Map.entry("github.event_name != 'schedule'", STEPS.subList(0, STEPS.size() - 2)));
    }

    /** No Groovy is there to parse it: its brackets and quotes are balanced, and its blocks are those of a declarative pipeline. */
    @Test
    void theJenkinsfileIsADeclarativePipeline() throws IOException {
        String text = Files.readString(Releases.PIPELINE.resolve(PipelineSteps.JENKINS));
        String code = text.replaceAll("(?m)//.*$", "").replaceAll("'[^'\\n]*'", "''");
        assertThat(code.strip()).startsWith("pipeline {").doesNotContain("\"");
        List<Character> open = new ArrayList<>();
        for (char each : code.toCharArray()) {
            if ("({[".indexOf(each) >= 0) {
                open.add(each);
            } else if (")}]".indexOf(each) >= 0) {
                assertThat(open).as(code).isNotEmpty();
                assertThat("({[".indexOf(open.remove(open.size() - 1))).isEqualTo(")}]".indexOf(each));
            }
        }
        assertThat(open).isEmpty();
        assertThat(Pattern.compile("(?m)^ {4}(\\w+)").matcher(code).results().map(match -> match.group(1)))
                .containsExactly("agent", "triggers", "options", "environment", "stages", "post");
        assertThat(Pattern.compile("stage\\(''\\)").matcher(code).results()).hasSize(STEPS.size() - 1);
    }

    /** A test that is not in a step is run by nobody in production; one that is in two is run twice. */
    @Test
    void everyTestOfTheStoryIsInOneStep() throws IOException {
        String script = Files.readString(Releases.PIPELINE.resolve("reliability.sh"));
        for (Class<?> type : List.of(BookstoreReliability.class, BookstoreReliability.TheStandby.class)) {
            for (Method test : type.getDeclaredMethods()) {
                if (test.isAnnotationPresent(BlackholeAttack.class) || test.isAnnotationPresent(ShutdownAttack.class)) {
                    String step = test.getAnnotation(Tag.class).value();
                    String name = type == BookstoreReliability.class ? test.getName() : type.getSimpleName();
                    assertThat(script).containsPattern("(?m)^ *" + step + "\\) tests='[^']*\\b" + name + "\\b");
                }
            }
        }
    }
}
