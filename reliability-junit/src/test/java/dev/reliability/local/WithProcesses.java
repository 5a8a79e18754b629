package dev.reliability.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Builds processes that end with their test. */
abstract class WithProcesses {

    private final List<ManagedProcess> started = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void leaveNothing() {
        started.forEach(ManagedProcess::close);
    }

    ManagedProcess build(ManagedProcess.Builder builder) {
        ManagedProcess process = builder.build();
        started.add(process);
        return process;
    }

    static ManagedProcess.Builder sh(String script) {
        return ManagedProcess.command("sh", "-c", script);
    }
}
