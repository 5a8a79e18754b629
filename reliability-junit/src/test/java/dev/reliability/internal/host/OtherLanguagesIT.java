package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.NetworkPlanIT;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Faults on hosts where the users' language has other digits, and where it has other capital letters. */
@Timeout(500)
@NeedsNamespaces
class OtherLanguagesIT {

    @TempDir
    private Path directory;

    /** Side by side, as most of the time is spent waiting for faults to end; in another order, so that both do not wait for the CPU. */
    @Test
    void faultsWorkAsTheyDoInEnglish() throws Exception {
        Process arabic = start("ar", HostAttacksIT.class, NetworkPlanIT.class);
        Process turkish = start("tr", NetworkPlanIT.class, HostAttacksIT.class);

        try {
            int inArabic = arabic.waitFor();
            int inTurkish = turkish.waitFor();
            assertThat(inArabic).as(() -> said("ar")).isZero();
            assertThat(inTurkish).as(() -> said("tr")).isZero();
        } finally {
            arabic.destroy();
            turkish.destroy();
        }
    }

    private Process start(String language, Class<?>... tests) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Duser.language=" + language,
                "-Dreliability.reports=" + directory.resolve(language),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherLanguagesIT.class.getName()));
        Stream.of(tests).map(Class::getName).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(language + ".txt").toFile())
                .start();
    }

    private String said(String language) {
        try {
            return Files.readString(directory.resolve(language + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs these tests in this JVM; ends with 0 where all passed, and that they were not skipped. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(Stream.of(arguments)
                                        .map(DiscoverySelectors::selectClass)
                                        .toList())
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 20);
        System.exit(summary.getTestsSucceededCount() > 20 && summary.getTotalFailureCount() == 0 ? 0 : 1);
    }
}
