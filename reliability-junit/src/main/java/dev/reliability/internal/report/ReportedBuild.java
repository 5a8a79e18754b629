package dev.reliability.internal.report;

import dev.reliability.internal.evidence.ManifestFile;
import dev.reliability.internal.evidence.ManifestFile.Happening;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything in a report directory.
 *
 * @param experiments the runs, the worst first
 * @param stale runs that are not of this build
 * @param unwritten tests that left no journal, because they could not begin or were skipped
 * @param problems what could not be read, a sentence each
 */
record ReportedBuild(
        Path directory,
        Instant written,
        List<ReportedExperiment> experiments,
        List<Stale> stale,
        List<Unwritten> unwritten,
        List<String> problems) {

    private static final Pattern JOURNAL = Pattern.compile("journal(\\.\\d+)?\\.json");
    private static final List<String> WORST_FIRST =
            List.of("ERROR", "ABORTED", "FAILED", ReportedExperiment.UNFINISHED, "INCONCLUSIVE", "PASSED");

    /** A test without a journal: {@code INVALID}, or how JUnit says that it ended. */
    record Unwritten(String name, String outcome, String message, Instant at) {}

    /** A run that is not of this build, and why: a sentence. */
    record Stale(ReportedExperiment run, String why) {}

    static ReportedBuild read(Path reports) throws IOException {
        List<String> problems = new ArrayList<>();
        List<ReportedExperiment> experiments = new ArrayList<>();
        List<Stale> stale = new ArrayList<>();
        List<ManifestFile> manifests = manifests(reports, problems);
        Freshness freshness = new Freshness(reports, manifests);
        for (Path journal : journals(reports, problems)) {
            ReportedExperiment run = JournalReader.read(journal);
            freshness.stale(run).ifPresentOrElse(why -> stale.add(new Stale(run, why)), () -> experiments.add(run));
        }
        stale.sort(Comparator.comparing(one -> one.run().name()));
        List<ManifestFile> current =
                manifests.stream().filter(freshness::ofThisBuild).toList();
        experiments.sort(Comparator.<ReportedExperiment>comparingInt(one -> WORST_FIRST.indexOf(one.verdict()))
                .thenComparing(ReportedExperiment::name));
        return new ReportedBuild(reports, Instant.now(), experiments, stale, unwritten(current, experiments), problems);
    }

    private static List<Path> journals(Path reports, List<String> problems) throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(reports)) {
            return found;
        }
        Files.walkFileTree(reports, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (JOURNAL.matcher(file.getFileName().toString()).matches()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                problems.add(file + " cannot be read: " + e);
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private static List<Unwritten> unwritten(List<ManifestFile> manifests, List<ReportedExperiment> experiments) {
        Set<String> written = experiments.stream()
                .flatMap(one -> one.place().stream())
                .map(place -> place.className().replace('$', '.') + "." + place.method())
                .collect(Collectors.toSet());
        Map<String, Unwritten> last = new LinkedHashMap<>();
        for (ManifestFile manifest : manifests) {
            for (Happening happening : manifest.records()) {
                boolean tells = happening.verdict()
                        ? happening.value().equals("INVALID")
                                || happening.value().equals("ERROR")
                        : happening.value().equals("SKIPPED")
                                || happening.value().equals("ABORTED");
                String name = happening.key().toString();
                if (tells && !written.contains(name.replaceFirst("\\([^()]*\\)$", ""))) {
                    last.put(name, new Unwritten(name, happening.value(), happening.message(), happening.at()));
                }
            }
        }
        return List.copyOf(last.values());
    }

    private static List<ManifestFile> manifests(Path reports, List<String> problems) {
        try {
            return ManifestFile.all(reports);
        } catch (IOException | RuntimeException e) {
            problems.add("What was planned and skipped cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    /** Returns how many runs ended with each verdict, the worst first. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String verdict : WORST_FIRST) {
            long number = experiments.stream()
                    .filter(one -> one.verdict().equals(verdict))
                    .count();
            if (number > 0) {
                counts.put(verdict, number);
            }
        }
        unwritten.forEach(one -> counts.merge(one.outcome(), 1L, Long::sum));
        return counts;
    }

    boolean good() {
        return !experiments.isEmpty()
                && experiments.stream().allMatch(ReportedExperiment::passed)
                && unwritten.isEmpty()
                && problems.isEmpty();
    }

    /** Says in a sentence how it went, and in a second one what is left of other builds. */
    String sentence() {
        return outcome()
                + (stale.isEmpty()
                        ? ""
                        : stale.size() == 1
                                ? " One more is not of this build."
                                : " " + stale.size() + " more are not of this build.");
    }

    private String outcome() {
        int all = experiments.size() + unwritten.size();
        if (all == 0) {
            return "No experiment left any evidence.";
        }
        if (good()) {
            return all == 1 ? "The experiment passed." : "All " + all + " experiments passed.";
        }
        if (all == 1) {
            return "The experiment did not pass.";
        }
        long passed = experiments.stream().filter(ReportedExperiment::passed).count();
        return (all - passed) + " of " + all + " experiments did not pass.";
    }
}
