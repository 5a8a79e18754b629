package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.jupiter.ClassExperiments.OfTest;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same test class on a laptop and in staging: the profile {@code names-test} says what {@code blue} is. */
class ProfileDecidesTest {

    private static final List<String> STARTED = new ArrayList<>();

    @TempDir
    Path directory;

    private static ManagedProcess process(String name) {
        return ManagedProcess.command("sleep", "60")
                .name(name)
                .env("STARTED", process -> {
                    STARTED.add(name);
                    return name;
                })
                .build();
    }

    @ReliabilityExtensionTest
    static class OnAnyMachine {

        @ReliabilityTarget("blue")
        static final ManagedProcess BLUE = process("blue");

        @ReliabilityTarget("green")
        final ManagedProcess green = process("green");

        @ReliabilityTarget("of a method")
        static ManagedProcess red() {
            return process("red");
        }

        /** Asks what is not there where the profile decides. */
        @ReliabilityProperty("shop.url")
        static String url() {
            if (!BLUE.isAlive()) {
                throw new IllegalStateException("blue is not here");
            }
            return "http://127.0.0.1:1/mine";
        }

        @ReliabilityProperty("only.here")
        static final String ONLY = "here";

        @Test
        @SteadyState(http = "${shop.url}")
        void test() {}
    }

    @org.junit.jupiter.api.extension.ExtendWith(ReliabilityExtension.class)
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface ReliabilityExtensionTest {}

    @Test
    void whatTheProfileDeclaresIsNotStarted() {
        STARTED.clear();
        Kit.run(
                directory,
                Map.of("reliability.profile", "names-test", "reliability.baseline", "10ms"),
                OnAnyMachine.class);
        assertThat(STARTED).containsExactly("green", "red");
    }

    @Test
    void withoutTheProfileEverythingIs() {
        STARTED.clear();
        Kit.run(directory, Map.of("reliability.baseline", "10ms"), OnAnyMachine.class);
        assertThat(STARTED).containsExactly("blue", "green", "red");
    }

    @Test
    void theProfileDecidesValuesButForTheDefaultOne() {
        OfTest test = new ClassExperiments(
                        name -> name.equals("reliability.profile") ? Optional.of("names-test") : Optional.empty())
                .of(OnAnyMachine.class)
                .get(0);
        assertThat(test.experiment().targets()).containsOnlyKeys("green", "of a method");
        assertThat(test.experiment().properties()).isEqualTo(Map.of("only.here", "here"));
    }
}
