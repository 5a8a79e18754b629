package dev.reliability.internal.gate;

import dev.reliability.internal.evidence.ManifestFile;
import dev.reliability.internal.evidence.ManifestFile.Happening;
import dev.reliability.internal.evidence.TestKey;
import dev.reliability.internal.gate.DeclaredTests.ExperimentFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds what tests are declared against what is known of them. */
final class GateCheck {

    private static final String RUN_AGAIN = ": run the tests again";

    private final Evidence evidence;
    private final Set<TestKey> declared;
    private final Map<TestKey, ExperimentFile> files;

    /**
     * Prepares a check.
     *
     * @param declared the tests that compiled classes declare, and the experiment files among them
     */
    GateCheck(Evidence evidence, DeclaredTests declared) {
        this.evidence = evidence;
        this.declared = declared.tests();
        this.files = declared.files();
    }

    /** Returns what is wrong with each test that is not proven. */
    List<Finding> unproven(Collection<TestKey> tests) {
        List<Finding> findings = new ArrayList<>();
        for (TestKey test : tests) {
            problem(test).ifPresent(problem -> findings.add(new Finding(test.toString(), problem)));
        }
        return findings;
    }

    /** Tells whether a test injected nothing, in any of its invocations. */
    boolean withoutFault(TestKey test) {
        return evidence.of(test).stream().filter(Happening::verdict).noneMatch(Happening::fault);
    }

    /** Returns the test JVMs that did not get to the end of their tests. */
    List<Finding> cutShort() {
        return evidence.counting().stream()
                .filter(ManifestFile::cutShort)
                .map(manifest -> new Finding(
                        "the test JVM of " + manifest.file(),
                        "did not finish its tests: it was killed, crashed or is still running" + RUN_AGAIN))
                .toList();
    }

    private Optional<String> problem(TestKey test) {
        List<Happening> records = evidence.of(test);
        if (records.isEmpty()) {
            return Optional.of(missing(test));
        }
        Optional<String> ofContainer = records.stream()
                .filter(record -> !record.good() && !record.key().equals(test))
                .findFirst()
                .map(record -> "is not proven: " + record.key() + " was " + words(record));
        if (ofContainer.isPresent()) {
            return ofContainer;
        }
        ExperimentFile file = files.get(test);
        if (file != null
                && records.stream()
                        .anyMatch(
                                record -> record.verdict() && !record.content().equals(file.fingerprint()))) {
            return Optional.of("is not proven: the file has changed since it ran" + RUN_AGAIN);
        }
        if (file != null && file.compat()) {
            return Optional.of(
                    "is not proven: it runs in compat mode, in which experiments are green that proved nothing;"
                            + " run it strictly, or leave it out with --exclude");
        }
        Map<String, List<Happening>> invocations = new LinkedHashMap<>();
        records.forEach(record -> invocations
                .computeIfAbsent(record.id(), id -> new ArrayList<>())
                .add(record));
        if (!declared.contains(test)) {
            joinParts(invocations);
        }
        return invocations.values().stream()
                .flatMap(invocation -> problem(invocation).stream())
                .findFirst();
    }

    /** What a factory makes is a part of the factory, where that had the experiment. */
    private static void joinParts(Map<String, List<Happening>> invocations) {
        List<String> whole = invocations.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(Happening::verdict))
                .map(Map.Entry::getKey)
                .toList();
        for (String id : List.copyOf(invocations.keySet())) {
            if (!whole.contains(id)) {
                whole.stream()
                        .filter(factory -> id.startsWith(factory + "/"))
                        .findFirst()
                        .ifPresent(factory -> invocations.get(factory).addAll(invocations.remove(id)));
            }
        }
    }

    private static Optional<String> problem(List<Happening> invocation) {
        Optional<Happening> bad =
                invocation.stream().filter(record -> !record.good()).findFirst();
        boolean proven = invocation.stream().anyMatch(record -> record.good() && record.verdict());
        boolean succeeded = invocation.stream().anyMatch(record -> record.good() && !record.verdict());
        boolean ended = invocation.stream().allMatch(record -> record.good() || record.verdict());
        if (bad.isPresent() && succeeded && ended) {
            return Optional.of("is not proven: its experiment was " + words(bad.get())
                    + ", and the test passed all the same; where it expects that, leave it out with --exclude");
        }
        if (bad.isPresent() && proven && succeeded) {
            return Optional.of("is flaky: it passed, but was " + words(bad.get()) + " at "
                    + bad.get().at() + " (" + bad.get().id() + "); what fails once in a test fails in production"
                    + " as well: find out why, then run everything again (a failure of an earlier run is left out by"
                    + " --since, or by removing the report directory)");
        }
        if (bad.isPresent()) {
            return Optional.of("is not proven: it was " + words(bad.get()));
        }
        if (!proven) {
            return Optional.of("ran without its experiment: its annotations asked for nothing, or another extension"
                    + " kept it from running");
        }
        return succeeded
                ? Optional.empty()
                : Optional.of("is not proven: its experiment passed, but how the test ended is not known" + RUN_AGAIN);
    }

    private static String words(Happening record) {
        String message = record.message().isEmpty() ? "" : " (" + record.message() + ")";
        return switch (record.value()) {
            case "SKIPPED" -> "skipped" + message + "; remove what skips it";
            case "ABORTED" -> record.verdict() ? "stopped" + message : "aborted" + message + "; meet its assumption";
            case "INVALID" -> "invalid" + message;
            case "INCONCLUSIVE" -> "inconclusive" + message;
            default -> "not successful" + message;
        };
    }

    private String missing(TestKey test) {
        if (evidence.planned(test)) {
            return "was planned but did not run: its JVM ended before, or it has no arguments or children to run with"
                    + RUN_AGAIN;
        }
        Optional<String> refusal = evidence.refusalOf(test);
        if (refusal.isPresent()) {
            return "did not run in this build; there is evidence, but " + refusal.get() + RUN_AGAIN;
        }
        return evidence.counting().isEmpty()
                ? "did not run, nor did any other reliability test: were they skipped, or is the goal missing that runs"
                        + " them?"
                : "did not run, although others did: is it left out by -Dit.test, tags, or the names of classes that"
                        + " are run (Failsafe runs *IT)?";
    }
}
