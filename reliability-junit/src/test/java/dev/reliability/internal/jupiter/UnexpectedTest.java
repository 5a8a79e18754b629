package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import dev.reliability.junit.ReliabilityException;
import dev.reliability.junit.ReliabilityTarget;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody expected ends a test as an error with its cause, never as a pass and never as a bare stack trace. */
@Timeout(60)
class UnexpectedTest {

    private static Process victim;

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

    @Retention(RetentionPolicy.RUNTIME)
    @ReliabilityAnnotation(BrokenFactory.Factory.class)
    @interface BrokenFactory {

        final class Factory implements ExperimentFactory<BrokenFactory> {

            @Override
            public void contribute(BrokenFactory annotation, ExperimentBuilder experiment, Place place) {
                throw new UnsupportedOperationException("not today");
            }
        }
    }

    static class Broken {

        @ReliabilityTarget("cache")
        static String cache = "process:" + victim.pid();

        @Test
        @BrokenFactory
        void factory() {
            assertThat(victim.isAlive()).isTrue();
        }
    }

    @Test
    void isAnErrorWithItsCause() {
        assertThat(Kit.failures(Kit.run(directory, Broken.class))).hasSize(1).allSatisfy(thrown -> assertThat(thrown)
                .isInstanceOf(ReliabilityException.class)
                .hasMessage("ERROR: the experiment could not begin: java.lang.UnsupportedOperationException: not"
                        + " today. No fault was injected.")
                .hasCauseInstanceOf(UnsupportedOperationException.class));
    }

    @Test
    void alsoInPlainJava() {
        assertThatThrownBy(() -> Reliability.experiment("broken")
                        .property("reliability.state", directory.toString())
                        .parameters(name -> {
                            throw new UnsupportedOperationException("not today");
                        })
                        .evaluate(() -> {}))
                .isInstanceOfSatisfying(VerdictException.class, thrown -> assertThat(thrown.verdict())
                        .isEqualTo(Verdict.ERROR))
                .hasMessageStartingWith("ERROR: the experiment could not begin: ")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    static class WithoutJournal {

        @ReliabilityTarget("cache")
        static String cache = "process:" + victim.pid();

        @Test
        @CacheFlush
        void attacks() {
            assertThat(victim.isAlive()).isTrue();
        }
    }

    @Test
    void aRunWithoutItsJournalIsAnError() throws IOException {
        Path reports = Files.createDirectories(directory.resolve("reports"));
        Files.writeString(reports.resolve(WithoutJournal.class.getName()), "in the way");

        assertThat(Kit.onlyFailure(Kit.run(directory, WithoutJournal.class)))
                .isInstanceOf(ReliabilityException.class)
                .hasMessageStartingWith("ERROR: the journal could not be written: ")
                .hasMessageEndingWith(". Reverted; nothing left behind.");
    }

    @Test
    void aReportDirectoryThatCannotBeIsAnError() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(Kit.onlyFailure(Kit.run(
                        directory,
                        Map.of("reliability.reports", file.resolve("reports").toString()),
                        WithoutJournal.class)))
                .isInstanceOf(ReliabilityException.class)
                .hasMessageStartingWith("ERROR: the experiment could not begin: ")
                .hasMessageContaining("the manifest for the gate cannot be written below ");
    }
}
