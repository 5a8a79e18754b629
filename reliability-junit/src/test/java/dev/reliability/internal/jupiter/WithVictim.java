package dev.reliability.internal.jupiter;

import dev.reliability.internal.jupiter.CacheFlush.Log;
import dev.reliability.junit.ReliabilityTarget;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of classes whose target {@code cache} is a process that does nothing. */
abstract class WithVictim {

    static Process victim;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterAll
    static void end() {
        victim.destroyForcibly();
    }

    @BeforeEach
    void clear() {
        Log.clear();
    }

    static class WithTarget {

        @ReliabilityTarget("cache")
        static String cache() {
            return "process:" + victim.pid();
        }
    }
}
