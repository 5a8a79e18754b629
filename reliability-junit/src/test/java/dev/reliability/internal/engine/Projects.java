package dev.reliability.internal.engine;

import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.Runbook;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Classes with experiment files that are themselves under test. */
final class Projects {

    private Projects() {}

    @Tag("nightly")
    @ExperimentFiles("dev/reliability/files/good")
    static class Good {

        @ReliabilityProperty("RELIABILITY_ENGINE_PLACE")
        static final String PLACE = "src/main";
    }

    @Runbook("https://wiki.example/files")
    @ExperimentFiles("dev/reliability/files/mixed")
    static class Mixed {}

    @ExperimentFiles("target/engine-empty")
    static class Empty {}

    @ExperimentFiles("no/such/place")
    static class Missing {}

    @ExperimentFiles({})
    static class Neither {}

    @ExperimentFiles({
        "dev/reliability/files/{good,mixed}/**/*.yaml",
        "dev/reliability/files/**/*.yml",
        "dev/reliability/files/good/*.json"
    })
    static class Patterns extends Good {}

    @Disabled("until the site is open again")
    @ExperimentFiles("dev/reliability/files/good")
    static class Closed {}

    @ExperimentFiles("dev/reliability/files/good")
    abstract static class Abstract {}

    @ExperimentFiles(value = "dev/reliability/files/mixed", mode = ExperimentFiles.Mode.COMPAT)
    static class Compat {}

    @ExperimentFiles("src/test/resources/dev/reliability/files/good/files-are-there.json")
    static class WithProcess {

        @ReliabilityTarget("sleeper")
        static final ManagedProcess SLEEPER =
                ManagedProcess.command("sleep", "300").name("sleeper").build();
    }

    @ExperimentFiles("dev/reliability/files/good")
    static class WithMethods extends Good {

        @Test
        void method() {}
    }
}
