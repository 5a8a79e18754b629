package dev.reliability.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full series has its place in a JVM that hardly has any, analysis included. */
@Timeout(120)
class SeriesMemoryTest {

    @TempDir
    Path directory;

    /** Fills a series up: a quarter of it failures, no two of which say the same, some of which say a lot. */
    static final class Filled {

        private Filled() {}

        public static void main(String[] arguments) {
            Series series = new Series();
            RunningAnalysis running = new RunningAnalysis(series);
            for (int i = 0; series.due(i * 10L); i++) {
                boolean good = i / 100 % 4 != 0;
                String got = good ? "200" : i % 1_000 == 0 ? "x".repeat(100_000) + i : "failure " + i;
                series.completed(new Sample(i * 10L, i * 10L, i * 10L + 5, new Observation(good, "200", got)));
                if (i % 1_000 == 0) {
                    running.of(0, 0, i * 10L + 5);
                    series.completed().count(0, i);
                }
            }
            OutageAnalysis analysis = running.of(0, 0, Long.MAX_VALUE);
            System.out.println(analysis.samples() + " samples, " + analysis.failed() + " failed, "
                    + series.lastFailed(0).orElseThrow().observation().got());
        }
    }

    @Test
    void fitsIntoFortyMegabytes() throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filled.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(jvm.waitFor(100, TimeUnit.SECONDS)).as("it is done").isTrue();
        } finally {
            jvm.destroyForcibly();
        }
        assertThat(said).content().isEqualToIgnoringNewLines("1000000 samples, 250000 failed, failure 999699");
    }
}
