package dev.reliability.internal.gate;

import dev.reliability.internal.evidence.TestKey;
import dev.reliability.internal.gate.GateOptions.UsageException;
import dev.reliability.internal.packaging.RepackagedJars;
import dev.reliability.internal.report.Coverage;
import dev.reliability.internal.report.Visible;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gate as a command. */
public final class Gate {

    private static final int OPEN = 0;
    private static final int CLOSED = 1;
    private static final int USAGE = 2;

    /** How many of the tests that are left out are named. */
    private static final int NAMED = 3;

    private final GateOptions options;
    private final PrintStream out;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> excluded = new LinkedHashSet<>();

    private Gate(GateOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Checks, and says everything that is wrong at once.
     *
     * @param out where to
     * @param arguments options
     * @return the exit code: 0 if every reliability test is proven, 1 if not, 2 for arguments that make no sense
     */
    public static int run(PrintStream out, String... arguments) {
        GateOptions options;
        try {
            options = GateOptions.parse(arguments);
        } catch (UsageException | RuntimeException e) {
            out.println("reliability gate: " + e.getMessage());
            out.println(GateOptions.USAGE);
            return USAGE;
        }
        try {
            return new Gate(options, out).check();
        } catch (IOException | RuntimeException | LinkageError e) {
            out.println("reliability gate: closed, since it could not check: " + oneLine(e));
            return CLOSED;
        }
    }

    private static String oneLine(Object text) {
        return Visible.of(text.toString().strip().replaceAll("\\s*\\R\\s*", " "));
    }

    private int check() throws IOException {
        if (options.withoutClasses() && options.classes().stream().noneMatch(Files::exists)) {
            out.println("reliability gate: a project of packaging pom has no classes, and so no reliability tests");
            return OPEN;
        }
        for (Path directory : options.classes()) {
            if (!Files.isDirectory(directory) && !isJar(directory)) {
                findings.add(new Finding(
                        directory.toString(),
                        "is neither a directory nor a jar: compile the tests, or name it with --classes"));
            }
            RepackagedJars.place(directory)
                    .ifPresent(place -> findings.add(new Finding(
                            directory.toString(),
                            "was repackaged, and no class path finds the classes in its " + place
                                    + ": unpack it by \"jar xf\", and name that directory with --classes")));
        }
        if (!findings.isEmpty()) {
            return verdict(new Count(0, 0, 0), null);
        }
        // beside the search for tests, which takes as long
        FutureTask<Evidence> read = new FutureTask<>(() -> Evidence.read(options));
        ForkJoinPool.commonPool().execute(read);
        CompiledClasses compiled = CompiledClasses.of(options.classes());
        DeclaredTests declared = DeclaredTests.of(compiled.loaded());
        findings.addAll(compiled.findings());
        findings.addAll(declared.findings());
        findings.addAll(InvisibleAnnotations.findings(compiled.loaded()));
        findings.removeIf(finding -> isExcluded(finding.subject()));
        List<TestKey> tests = new ArrayList<>(declared.tests());
        tests.removeIf(test -> isExcluded(test.toString()));
        Evidence evidence = result(read);
        evidence.plannedBeside(declared.tests()).stream()
                .filter(test -> !isExcluded(test.toString()))
                .forEach(tests::add);
        if (tests.isEmpty() && !options.allowEmpty()) {
            findings.add(new Finding(
                    options.classes().toString(),
                    "holds no reliability test: write one, or say with --allow-empty that there need be none"));
        }
        GateCheck check = new GateCheck(evidence, declared);
        List<Finding> unproven = check.unproven(tests);
        findings.addAll(unproven);
        findings.addAll(check.cutShort());
        findings.addAll(evidence.findings());
        findings.addAll(evidence.changedJournals());
        Set<String> bad = unproven.stream().map(Finding::subject).collect(Collectors.toSet());
        int quiet = (int) tests.stream()
                .filter(test -> !bad.contains(test.toString()))
                .filter(check::withoutFault)
                .count();
        Count count = new Count(tests.size() - unproven.size() - quiet, quiet, tests.size());
        if (count.proven() == 0 && count.withoutFault() > 0) {
            findings.add(new Finding(
                    options.classes().toString(),
                    "proves nothing of faults: no test that passed injected one; add an attack to one of them"));
        }
        List<Expected.Proven> proven = (options.expected().isEmpty() ? Stream.<TestKey>empty() : tests.stream())
                .filter(test -> !bad.contains(test.toString()) && !check.withoutFault(test))
                .map(test -> new Expected.Proven(test.toString(), declared.tags(test)))
                .toList();
        options.expected().stream()
                .flatMap(expected -> expected.missing(proven).stream())
                .forEach(findings::add);
        if (!options.covered().isEmpty()) {
            Coverage coverage = coverage(evidence);
            options.covered().forEach(demand -> check(demand, coverage));
        }
        return verdict(count, evidence);
    }

    private static Evidence result(FutureTask<Evidence> read) throws IOException {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the evidence was read", e);
        }
    }

    /** What is left out proves nothing, but is still a target that nobody may forget. */
    private Coverage coverage(Evidence evidence) {
        Map<Boolean, List<Path>> journals = evidence.journals().entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> !options.excludes(entry.getValue().key().toString()),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return Coverage.of(journals.getOrDefault(true, List.of()), journals.getOrDefault(false, List.of()));
    }

    private void check(ExpectedCoverage demand, Coverage coverage) {
        ExpectedCoverage.Result result = demand.compare(coverage);
        if (result.missing().isPresent()) {
            findings.add(new Finding(demand.toString(), result.missing().get()));
        } else {
            // what is compared is what profiles declare, and the command line chooses the profile
            out.println("reliability gate: "
                    + oneLine(demand + ": " + result.proven() + " proven, under profile "
                            + String.join(" and ", coverage.profiles())));
        }
    }

    private static boolean isJar(Path file) {
        return Files.isRegularFile(file) && file.toString().endsWith(".jar");
    }

    private boolean isExcluded(String name) {
        boolean leftOut = options.excludes(name);
        if (leftOut) {
            excluded.add(name);
        }
        return leftOut;
    }

    private void sayWhatIsExcluded() {
        if (excluded.isEmpty()) {
            return;
        }
        String names = excluded.stream().limit(NAMED).collect(Collectors.joining(", "));
        out.println("reliability gate: EXCLUDED by --exclude, nobody knows whether "
                + (excluded.size() == 1 ? "it holds: " : excluded.size() + " tests and classes hold: ") + names
                + (excluded.size() > NAMED ? " and " + (excluded.size() - NAMED) + " more" : ""));
    }

    /**
     * How many tests there are.
     *
     * @param proven passed under a fault
     * @param withoutFault passed, but injected none
     */
    private record Count(int proven, int withoutFault, int all) {

        @Override
        public String toString() {
            return withoutFault == 0
                    ? proven + " of " + all + " reliability tests proven"
                    : proven + " proven, " + withoutFault + " without a fault, of " + all + " reliability tests";
        }
    }

    private int verdict(Count count, @Nullable Evidence evidence) {
        sayWhatIsExcluded();
        if (findings.isEmpty() && evidence != null) {
            try {
                evidence.use();
            } catch (IOException e) {
                findings.add(new Finding("the evidence", "cannot be marked as used (" + e + ")"));
            }
        }
        findings.forEach(finding -> out.println("reliability gate: " + oneLine(finding)));
        out.println("reliability gate: " + count + (findings.isEmpty() ? "" : "; the gate stays CLOSED"));
        return findings.isEmpty() ? OPEN : CLOSED;
    }
}
