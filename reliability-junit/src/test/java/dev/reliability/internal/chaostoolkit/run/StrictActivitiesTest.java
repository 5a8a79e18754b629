package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.http;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.names;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.statuses;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.process.ProcessId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strict runs make of single activities: what did not do its work was not injected, and proves nothing. */
@DisabledOnOs(OS.WINDOWS)
class StrictActivitiesTest extends WithWorkbench {
    /** W6: the tool exits with 0. */
    @ParameterizedTest
    @ValueSource(strings = {"exit 3", "kill -9 $$"})
    void aProcessThatDidNotDoItsWorkIsAnError(String script) {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(shell("action", "break", script), bench.mark("more")),
                "rollbacks",
                steps(bench.mark("repair"))));
        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(outcome.message())
                .startsWith("ERROR: the action \"break\" failed: the process "
                        + (script.startsWith("exit") ? "exited with 3" : "was ended by signal 9"))
                .endsWith("Reverted; nothing left behind.");
        assertThat(bench.marks())
                .as("nothing more is injected, what was is undone")
                .containsExactly("repair");
        assertThat(statuses(journal(outcome).path("run"))).containsExactly("failed");
    }

    /** W6 */
    @Test
    void aRequestThatIsAnsweredWithAnErrorIsAnError() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.start();
        try {
            FileOutcome outcome = bench.run(Map.of(
                    HYPOTHESIS,
                    hypothesis(bench.exists("service")),
                    "method",
                    steps(activity(
                            "action",
                            "break",
                            http("http://127.0.0.1:" + server.getAddress().getPort() + "/")))));
            assertThat(outcome.message())
                    .startsWith("ERROR: the action \"break\" failed: the request was answered with 500");
        } finally {
            server.stop(0);
        }
    }

    /** W6: of a background action with an unexpected exception the tool's journal does not even have a status. */
    @Test
    void anActionThatFailsInTheBackgroundIsAnError() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(with(activity("action", "break", http("http://127.0.0.1:1/")), "background", true))));
        assertThat(outcome.message()).startsWith("ERROR: the action \"break\" failed: ");
    }

    @Test
    void whatAFailedActionLeftIsRolledBackAlsoWhereOnlyDeviationsAre() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break"), shell("action", "fail", "exit 1")),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.rollbackStrategy(RollbackStrategy.DEVIATED));
        assertThat(outcome.message()).startsWith("ERROR: the action \"fail\" failed: ");
        assertThat(bench.marks()).containsExactly("break", "repair");
    }

    @Test
    void aProbeOfTheMethodThatGivesNoAnswerIsInconclusive() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(
                        bench.mark("break"),
                        activity("probe", "look", http("http://127.0.0.1:1/")),
                        bench.mark("go on"))));
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.message()).startsWith("INCONCLUSIVE: the probe \"look\" of the method gave no answer: ");
        assertThat(bench.marks()).containsExactly("break", "go on");
    }

    /** W11: the tool takes no notice of the timeout, and leaves what the shell started. */
    @Test
    void anActivityIsEndedByItsTimeoutWithEverythingThatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(with(shell("action", "hang", "sleep 600 & echo $! > " + pid + "; sleep 600"), "timeout", 0.5)),
                "rollbacks",
                steps(bench.mark("repair"))));
        assertThat(outcome.message())
                .startsWith("ERROR: the action \"hang\" failed: activity took too long to complete (more than 0.5 s)");
        assertThat(ProcessId.of(Long.parseLong(Files.readString(pid).strip())).filter(ProcessId::isAlive))
                .isEmpty();
        assertThat(bench.marks()).containsExactly("repair");
    }

    @Test
    void pausesBackgroundAndReferencesKeepTheirOrder() {
        Map<String, Object> slow =
                with(shell("action", "slow", "sleep 0.4; echo slow >> " + folder.resolve("marks")), "background", true);
        FileOutcome outcome = bench.run(Map.of(
                "configuration",
                Map.of("wait", 0.1),
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(
                        slow,
                        with(bench.mark("quick"), "pauses", Map.of("after", "${wait}")),
                        Map.of("ref", "service is there"))));
        assertThat(outcome.passed()).as(outcome.message()).isTrue();
        assertThat(bench.marks()).as("the end waits for the background").containsExactly("quick", "slow");
        assertThat(names(journal(outcome).path("run")))
                .containsExactlyInAnyOrder("slow", "quick", "service is there")
                .endsWith("service is there");
    }
}
