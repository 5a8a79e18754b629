package dev.reliability.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.RunningExperiment.RunningAttack;
import dev.reliability.experiment.Verdict;
import dev.reliability.local.ManagedProcess;
import dev.reliability.testsystem.Sabotaged;
import dev.reliability.testsystem.Sabotaged.Half;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault that is not injected proves nothing; one that is not reverted is an error. For every fault of processes. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "signals are sent and looked for as Linux does it")
class SabotageTest {

    private static final String DATABASE = "db.bookstore.example";

    @TempDir
    Path directory;

    private ServerSocket database;
    private ManagedProcess shop;

    /**
     * A fault.
     *
     * @param spec the fault
     * @param nothing what is said if it was not injected
     * @param left what is said to be left if it was not reverted
     */
    record Attempt(FaultSpec spec, String nothing, String left) {

        @Override
        public String toString() {
            return spec.kind();
        }
    }

    static Stream<Attempt> faults() {
        return Stream.of(
                new Attempt(
                        FaultSpec.shutdown("shop").span(FaultSpec.Span.AT_MOST).duration("500ms"),
                        "shutdown of shop ended nothing in 500 ms: process \\d+ is still running",
                        "shutdown of shop could not be reverted: process shop is not running\\. Undo it with: ending"
                                + " the test JVM, which ends process shop with it"),
                new Attempt(
                        FaultSpec.processKill("shop", "").duration("500ms"),
                        "process kill of shop hit nothing in 500 ms: no process ran",
                        "process kill of shop could not be reverted: process shop is not running\\. Undo it with: .*"),
                new Attempt(
                        FaultSpec.processKill("shop", "").text("signal", "STOP").duration("500ms"),
                        "process kill of shop hit nothing in 500 ms: no process ran",
                        "process kill of shop could not be reverted: process \\d+ is still stopped.*"
                                + "Undo it with: kill -s CONT \\d+"),
                new Attempt(
                        FaultSpec.cpu("shop", 1, 10).duration("60s"),
                        "",
                        "cpu load of shop could not be reverted: process \\d+ is still burning CPU\\. Undo it with:"
                                + " kill -9 \\d+"),
                new Attempt(
                        FaultSpec.cpu("shop", 1, 10).duration("500ms"),
                        "cpu load of shop consumed nothing in 500 ms: it got 0 ms of CPU time",
                        ""),
                new Attempt(
                        FaultSpec.blackhole("shop", DATABASE).duration("2s"),
                        "blackhole of shop dropped nothing in 2 s: no link has it",
                        "blackhole of shop could not be reverted: link db\\.bookstore\\.example still has a"
                                + " blackhole\\. Undo it with: .*"));
    }

    @BeforeEach
    void start() throws IOException {
        database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        shop = ManagedProcess.command("sleep", "300")
                .name("shop")
                .link(DATABASE, "127.0.0.1:" + database.getLocalPort())
                .build();
        shop.start();
    }

    @AfterEach
    void end() throws IOException {
        shop.close();
        database.close();
    }

    private ExperimentResult run(Object system, FaultSpec fault) {
        return Reliability.experiment("sabotage")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("shop", system)
                .attack(fault)
                .evaluate(run -> {
                    RunningAttack attack = run.attacks().get(0);
                    if (fault.kind().equals("blackhole")) {
                        useDatabase();
                    }
                    if (attack.bitten()) {
                        attack.revert();
                    }
                });
    }

    private void useDatabase() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.linkPort(DATABASE))) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(1);
            try (InputStream answer = socket.getInputStream()) {
                int ignored = answer.read();
                assertThat(ignored).isNegative();
            }
        } catch (java.net.SocketTimeoutException e) {
            assertThat(e).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void passesWhenBothHalvesAreThere(Attempt attempt) {
        String message = run(shop, attempt.spec()).message();
        assumeFalse(message.contains("were busy already"), "this machine has no idle processor to take away");
        assertThat(message).startsWith("PASSED");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void provesNothingWhenNothingIsInjected(Attempt attempt) {
        if (attempt.nothing().isEmpty()) {
            return;
        }
        ExperimentResult result = run(new Sabotaged(shop, Half.INJECT), attempt.spec());

        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message())
                .matches("INCONCLUSIVE: " + attempt.nothing()
                        + "\\. The test proves nothing\\. Reverted; nothing left behind\\.");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isInErrorWhenNothingIsReverted(Attempt attempt) {
        if (attempt.left().isEmpty()) {
            return;
        }
        ExperimentResult result = run(new Sabotaged(shop, Half.REVERT), attempt.spec());

        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).matches("ERROR: " + attempt.left());
        assertThat(result.findings())
                .first()
                .extracting(ExperimentResult.Finding::left)
                .isEqualTo(true);
    }
}
