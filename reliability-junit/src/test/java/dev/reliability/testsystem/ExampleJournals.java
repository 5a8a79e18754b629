package dev.reliability.testsystem;

import dev.reliability.internal.journal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The journals of an example build, for pictures and figures of the report: made up, but in the format that runs write. */
public final class ExampleJournals {

    private final Path reports;
    private final Random random = new Random(7);

    public ExampleJournals(Path reports) {
        this.reports = reports;
    }

    /** Writes the journals of a build in which most is well. */
    public void write() throws IOException {
        write(experiment("losingDatabaseAndCdnMovesTrafficToGreen", "PASSED", "blackhole", ExampleJournal.BLUE, 0, 84)
                .passed()
                .failover(61.9, 62.4)
                .outage(3.1, 58.2, 60));
        write(experiment("losingTheWholeInstanceIsSurvived", "FAILED", "shutdown", ExampleJournal.BLUE, 0, 72)
                .message(
                        "FAILED: \"GET /books\" was out for 42.1 s (allowed 30 s), from 3.2 s after shutdown of "
                                + ExampleJournal.BLUE
                                + "; 168 of 240 samples failed (expected 200, got timeout after 3 s). Reverted; nothing left behind.")
                .failover(44.1, 44.6)
                .outage(3.2, 42.1, 30));
        write(experiment(
                        "theStandbyDoesNotSeeTheNetworkOfTheOther",
                        "INCONCLUSIVE",
                        "packet loss",
                        ExampleJournal.GREEN,
                        0,
                        65)
                .message("INCONCLUSIVE: packet loss of " + ExampleJournal.GREEN
                        + " dropped nothing in 60 s: no traffic went to db.bookstore.example. The test proves nothing."
                        + " Reverted; nothing left behind."));
        write(experiment("aSlowDatabaseDoesNotSlowTheShop", "PASSED", "latency", ExampleJournal.BLUE, 0, 31)
                .passed());
        write(experiment("aBusyProcessorIsNotNoticed", "PASSED", "cpu load", ExampleJournal.GREEN, 0, 40)
                .passed());
    }

    /** Writes one long experiment with as many points as a journal can have. */
    public void writeLong() throws IOException {
        write(experiment("tenMinutes", "PASSED", "latency", ExampleJournal.BLUE, 2_000, 600)
                .passed()
                .outage(120, 31, 60));
    }

    private ExampleJournal experiment(
            String method, String verdict, String kind, String target, int points, double length) {
        return new ExampleJournal(random, method, verdict, kind, target, points, length);
    }

    private void write(ExampleJournal example) throws IOException {
        Path file = Files.createDirectories(reports.resolve(ExampleJournal.IT).resolve(example.method + "[1]"))
                .resolve("journal.json");
        Files.writeString(file, Json.pretty(example.journal()));
    }
}
