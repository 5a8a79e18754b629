package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two faults that do as they are told, on a process that is not ours, in experiments that leave nothing outside of a directory. */
abstract class WithScriptedFaults {

    static final String PASSED = "PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.";

    @TempDir
    Path directory;

    final ScriptedFault fault = new ScriptedFault("fault of a", "process:1");
    final ScriptedFault other = new ScriptedFault("fault of b", "process:2");
    private Process victim;

    @BeforeEach
    void startVictim() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void endVictim() {
        victim.destroyForcibly();
    }

    ExperimentBuilder base() {
        return Reliability.experiment("scripted")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString());
    }

    FaultSpec on(ScriptedFault scripted) {
        return scripted.on(victim.pid()).name(scripted.description());
    }
}
