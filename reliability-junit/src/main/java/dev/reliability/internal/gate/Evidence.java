package dev.reliability.internal.gate;

import dev.reliability.internal.evidence.BuildIdentity;
import dev.reliability.internal.evidence.Commit;
import dev.reliability.internal.evidence.ManifestFile;
import dev.reliability.internal.evidence.TestKey;
import dev.reliability.internal.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The manifests that count for this check, and for each of the others why it does not. */
final class Evidence {

    private static final String NO_CLASS = "";

    private final List<ManifestFile> all;
    private final List<ManifestFile> counting = new ArrayList<>();
    private final Map<ManifestFile, String> refused = new LinkedHashMap<>();
    private final Set<ManifestFile> ofOthers = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<ManifestFile.Happening>> byClass = new HashMap<>();

    private Evidence(List<ManifestFile> all) {
        this.all = all;
    }

    /**
     * Reads the evidence of a report directory.
     *
     * @param asked the directory, the directories and jars of compiled tests, whose bytes must be those that were tested, and
     *     which build it is
     * @throws IOException if something cannot be read
     */
    static Evidence read(GateOptions asked) throws IOException {
        Evidence evidence = new Evidence(ManifestFile.all(asked.reports()));
        Identities now = new Identities();
        Optional<String> commit = Commit.around(asked.reports());
        for (ManifestFile manifest : evidence.all) {
            Optional<String> refusal = evidence.refusal(manifest, asked.classes(), asked.since(), now)
                    .or(() -> ofOther(manifest, commit));
            if (refusal.isEmpty()) {
                refusal = evidence.ofOtherBuild(manifest, asked.build());
            } else {
                evidence.noteOthersUnderWay(manifest, asked.build());
            }
            evidence.noteDamage(manifest, asked.since());
            if (refusal.isPresent()) {
                evidence.refused.put(manifest, refusal.get());
            } else {
                evidence.counting.add(manifest);
            }
        }
        return evidence;
    }

    private static Optional<String> ofOther(ManifestFile manifest, Optional<String> commit) {
        return manifest.commit().isPresent()
                        && commit.isPresent()
                        && !manifest.commit().equals(commit)
                ? Optional.of("it is of commit " + manifest.commit().get() + ", and this is " + commit.get())
                : Optional.empty();
    }

    /** Another build that runs at the same time may have put these very classes there, or may change them in the next moment. */
    private Optional<String> ofOtherBuild(ManifestFile manifest, Optional<Long> build) {
        if (build.isEmpty() || manifest.within().contains(build.get())) {
            return Optional.empty();
        }
        findings.add(new Finding(
                manifest.file().toString(),
                "was written by another build while this one ran (this is process " + build.get()
                        + ", that was not in it):"
                        + " two that share a directory prove nothing; let one end, then run everything again"));
        return Optional.of("it is of another build, which ran at the same time");
    }

    /** A build that began before this one and still runs may have put these very classes there as well. */
    private void noteOthersUnderWay(ManifestFile manifest, Optional<Long> build) {
        if (build.isPresent()
                && !ofOthers.contains(manifest)
                && !manifest.within().contains(build.get())) {
            manifest.underWay()
                    .ifPresent(process -> findings.add(new Finding(
                            manifest.file().toString(),
                            "is written by process " + process + ", the tests of another build that still run: two that"
                                    + " share a directory prove nothing; let one end, then run everything again")));
        }
    }

    /** What was damaged before this build began is only in the way of what it would have proven. */
    private void noteDamage(ManifestFile manifest, Optional<Instant> since) throws IOException {
        if (manifest.damage().isPresent() && (since.isEmpty() || !manifest.olderThan(since.get()))) {
            findings.add(
                    new Finding(manifest.file().toString(), manifest.damage().get()));
        }
    }

    private Optional<String> refusal(ManifestFile manifest, List<Path> classes, Optional<Instant> since, Identities now)
            throws IOException {
        List<Path> tested = classes.stream()
                .filter(directory -> manifest.build().containsKey(location(directory)))
                .toList();
        if (tested.isEmpty()) {
            ofOthers.add(manifest);
            return Optional.of("it is of another module: nothing of " + locations(classes) + " was on its class path");
        }
        if (since.isPresent() && manifest.start().isBefore(since.get())) {
            return Optional.of("it is of " + manifest.start() + ", before this build began (" + since.get() + ")");
        }
        Instant clock = Instant.now();
        if (manifest.start().isAfter(clock)) {
            return Optional.of("it is of " + manifest.start() + ", and here it is only " + clock
                    + ": a clock was set, so nobody knows in which build it ran");
        }
        if (manifest.used()) {
            return Optional.of("an earlier gate has used it");
        }
        for (Path directory : tested) {
            if (!now.of(location(directory)).equals(manifest.build().get(location(directory)))) {
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

    private static List<Path> locations(List<Path> classes) {
        return classes.stream().map(Evidence::location).toList();
    }

    private static Path location(Path directory) {
        return BuildIdentity.location(directory);
    }

    List<ManifestFile> counting() {
        return counting;
    }

    /** Returns what is wrong with the evidence itself, whichever tests it is of. */
    List<Finding> findings() {
        return findings;
    }

    /** Returns the journals that are no longer what the test JVMs wrote. */
    List<Finding> changedJournals() {
        return journals().entrySet().parallelStream()
                .filter(entry -> !JournalFile.fingerprintNow(entry.getKey())
                        .equals(entry.getValue().written()))
                .map(entry -> new Finding(
                        "the journal " + entry.getKey() + " of "
                                + entry.getValue().key(),
                        (Files.exists(entry.getKey()) ? "is not as the test wrote it" : "is gone")
                                + ": nobody can look up what was proven; run the tests again"))
                .toList();
    }

    /** Returns the journals that count, each with the verdict that it was written with last. */
    Map<Path, ManifestFile.Happening> journals() {
        Map<Path, ManifestFile.Happening> last = new LinkedHashMap<>();
        counting.stream()
                .flatMap(manifest -> manifest.records().stream())
                .filter(record -> record.journal().isPresent())
                .forEach(record -> last.merge(
                        record.journal().get(),
                        record,
                        (one, other) -> other.at().isBefore(one.at()) ? one : other));
        return last;
    }

    /** Returns why there is no evidence of a test, from the latest manifest that mentions it, of this module if there is one. */
    Optional<String> refusalOf(TestKey test) {
        return refusalOf(test, false).or(() -> refusalOf(test, true));
    }

    private Optional<String> refusalOf(TestKey test, boolean ofOther) {
        return refused.entrySet().stream()
                .filter(entry -> ofOthers.contains(entry.getKey()) == ofOther)
                .filter(entry -> entry.getKey().mentions(test))
                .map(Map.Entry::getValue)
                .reduce((earlier, later) -> later);
    }

    /**
     * Returns everything that happened to a test, in the manifests that count, and what is bad of all that happened to its
     * classes: an experiment that passed there proves nothing of a test.
     */
    List<ManifestFile.Happening> of(TestKey test) {
        return Stream.of(NO_CLASS, outermost(test))
                .flatMap(name -> byClass().getOrDefault(name, List.of()).stream())
                .filter(record -> record.key().equals(test)
                        || !record.good() && record.key().covers(test))
                .toList();
    }

    /** What happened to no class in particular concerns all. */
    private Map<String, List<ManifestFile.Happening>> byClass() {
        if (byClass.isEmpty()) {
            counting.stream()
                    .flatMap(manifest -> manifest.records().stream())
                    .forEach(record -> byClass.computeIfAbsent(outermost(record.key()), name -> new ArrayList<>())
                            .add(record));
        }
        return byClass;
    }

    private static String outermost(TestKey key) {
        return key.classes().isEmpty() ? NO_CLASS : key.classes().get(0);
    }

    /** Returns what was going to be run in this build and is not among the tests that are known, such as those of other directories. */
    Set<TestKey> plannedBeside(Set<TestKey> known) {
        Set<TestKey> beside = new LinkedHashSet<>();
        counting.forEach(manifest -> beside.addAll(manifest.planned()));
        beside.removeAll(known);
        return beside;
    }

    boolean planned(TestKey test) {
        return counting.stream().anyMatch(manifest -> manifest.planned().contains(test));
    }

    /**
     * Marks everything there is of these classes as used, what did not count included: it must open no later gate either. What
     * is of other modules is for their gates.
     *
     * @throws IOException if that is not possible
     */
    void use() throws IOException {
        for (ManifestFile manifest : all) {
            if (!ofOthers.contains(manifest) && !manifest.used()) {
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
