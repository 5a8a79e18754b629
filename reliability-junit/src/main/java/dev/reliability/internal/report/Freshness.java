package dev.reliability.internal.report;

import dev.reliability.internal.evidence.BuildIdentity;
import dev.reliability.internal.evidence.Commit;
import dev.reliability.internal.evidence.ManifestFile;
import dev.reliability.internal.evidence.ManifestFile.Happening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells which journals are not of this build: of another commit, of classes that have changed since, or older than each of its test
 * JVMs. Where nobody wrote down what was tested, nothing is known, and nothing is said.
 */
final class Freshness {

    private final Map<Path, String> now = new HashMap<>();
    private final Map<Path, String> lastTold = new HashMap<>();
    private final Map<ManifestFile, Optional<String>> others = new LinkedHashMap<>();
    private final Map<Path, ManifestFile> tellers = new HashMap<>();
    private final Optional<Instant> begin;

    /** @param manifests oldest first */
    Freshness(Path reports, List<ManifestFile> manifests) {
        Optional<String> commit = manifests.isEmpty() ? Optional.empty() : Commit.around(reports);
        manifests.forEach(manifest -> lastTold.putAll(manifest.build()));
        for (ManifestFile manifest : manifests) {
            others.put(manifest, ofOtherCommit(manifest, commit).or(() -> ofOtherClasses(manifest)));
            for (Happening happening : manifest.records()) {
                happening.journal().ifPresent(journal -> tellers.put(location(journal), manifest));
            }
        }
        begin = manifests.stream()
                .filter(this::ofThisBuild)
                .map(ManifestFile::start)
                .min(Instant::compareTo);
    }

    /** Tells whether a test JVM ran what is built now, as far as anybody knows. */
    boolean ofThisBuild(ManifestFile manifest) {
        return others.getOrDefault(manifest, Optional.empty()).isEmpty();
    }

    /** Says why a run is not one of this build; empty if it is, or nobody knows. */
    Optional<String> stale(ReportedExperiment run) {
        ManifestFile teller = tellers.get(location(run.file()));
        if (teller != null && !rotated(run, teller)) {
            return others.get(teller);
        }
        return begin.filter(
                        from -> run.started().filter(at -> at.isBefore(from)).isPresent())
                .map(from -> "It is older than the tests of this build, and none of them tells of it.");
    }

    /** A journal that is older than who tells of it was there before, and could not be replaced. */
    private static boolean rotated(ReportedExperiment run, ManifestFile teller) {
        return run.started().filter(at -> at.isBefore(teller.start())).isPresent();
    }

    private static Optional<String> ofOtherCommit(ManifestFile manifest, Optional<String> commit) {
        return manifest.commit()
                .filter(tested ->
                        !tested.isEmpty() && commit.isPresent() && !commit.get().equals(tested))
                .map(tested -> "It is of another commit: it ran at " + shortened(tested) + ", and this is "
                        + shortened(commit.orElseThrow()) + ".");
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(10, commit.length()));
    }

    private Optional<String> ofOtherClasses(ManifestFile manifest) {
        return manifest.build().entrySet().stream()
                .filter(root -> !identity(root.getKey()).equals(root.getValue()))
                .map(Map.Entry::getKey)
                .min(Path::compareTo)
                .map(root -> "It is of another build: " + root + " has changed since.");
    }

    /** What was tested elsewhere is compared with what was tested last. */
    private String identity(Path root) {
        return now.computeIfAbsent(root, key -> {
            try {
                return Files.exists(key) ? BuildIdentity.of(key) : lastTold.getOrDefault(key, "");
            } catch (IOException e) {
                return lastTold.getOrDefault(key, "");
            }
        });
    }

    private static Path location(Path journal) {
        return BuildIdentity.location(journal);
    }
}
