package dev.reliability.internal.chaostoolkit.run;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A workbench with a service that is there, for tests that run experiment files. */
abstract class WithWorkbench {
    static final String HYPOTHESIS = "steady-state-hypothesis";

    @TempDir
    Path folder;

    Workbench bench;

    @BeforeEach
    void prepareWorkbench() {
        bench = new Workbench(folder);
        bench.touch("service");
    }
}
