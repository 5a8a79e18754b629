package dev.reliability.internal.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifests that count for this check, and for each of the others why it does not. */
final class Evidence {

    private final List<ManifestFile> all;
    private final List<ManifestFile> counting = new ArrayList<>();
    private final Map<ManifestFile, String> refused = new LinkedHashMap<>();

    private Evidence(List<ManifestFile> all) {
        this.all = all;
    }

    /**
     * Reads the evidence of a report directory.
     *
     * @param reports the directory
     * @param classes directories of compiled tests, whose bytes must be those that were tested
     * @param since when the build began
     * @throws IOException if something cannot be read
     */
    static Evidence read(Path reports, List<Path> classes, Optional<Instant> since) throws IOException {
        Evidence evidence = new Evidence(ManifestFile.all(reports));
        Identities now = new Identities();
        for (ManifestFile manifest : evidence.all) {
            Optional<String> refusal = evidence.refusal(manifest, classes, since, now);
            if (refusal.isPresent()) {
                evidence.refused.put(manifest, refusal.get());
            } else {
                evidence.counting.add(manifest);
            }
        }
        return evidence;
    }

    private Optional<String> refusal(ManifestFile manifest, List<Path> classes, Optional<Instant> since, Identities now)
            throws IOException {
        if (since.isPresent() && manifest.start().isBefore(since.get())) {
            return Optional.of("it is of " + manifest.start() + ", before this build began (" + since.get() + ")");
        }
        if (manifest.used()) {
            return Optional.of("an earlier gate has used it");
        }
        for (Path directory : classes) {
            if (!manifest.build().containsValue(now.of(directory))) {
                return Optional.of("it is of other classes than those in " + directory);
            }
        }
        for (Map.Entry<Path, String> root : manifest.build().entrySet()) {
            if (Files.exists(root.getKey()) && !now.of(root.getKey()).equals(root.getValue())) {
                return Optional.of(root.getKey() + " has changed since");
            }
        }
        return Optional.empty();
    }

    List<ManifestFile> counting() {
        return counting;
    }

    /** Returns why there is no evidence of a test, from the latest manifest that mentions it. */
    Optional<String> refusalOf(TestKey test) {
        return refused.entrySet().stream()
                .filter(entry -> entry.getKey().mentions(test))
                .map(Map.Entry::getValue)
                .reduce((earlier, later) -> later);
    }

    /** Returns everything that happened to a test or to its classes, in the manifests that count. */
    List<ManifestFile.Happening> of(TestKey test) {
        return counting.stream()
                .flatMap(manifest -> manifest.records().stream())
                .filter(record -> record.key().covers(test))
                .toList();
    }

    boolean planned(TestKey test) {
        return counting.stream().anyMatch(manifest -> manifest.planned().contains(test));
    }

    /**
     * Marks everything there is as used, what did not count included: it must open no later gate either.
     *
     * @throws IOException if that is not possible
     */
    void use() throws IOException {
        for (ManifestFile manifest : all) {
            if (!manifest.used()) {
                manifest.use();
            }
        }
    }

    /** Each directory is read once. */
    private static final class Identities {

        private final Map<Path, String> known = new HashMap<>();

        String of(Path root) throws IOException {
            String identity = known.get(root);
            if (identity == null) {
                identity = BuildIdentity.of(root);
                known.put(root, identity);
            }
            return identity;
        }
    }
}
