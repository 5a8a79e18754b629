package dev.reliability.internal.gate;

import dev.reliability.internal.gate.GateOptions.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gate as a command. */
public final class Gate {

    private static final int OPEN = 0;
    private static final int CLOSED = 1;
    private static final int USAGE = 2;

    private final GateOptions options;
    private final PrintStream out;
    private final List<Finding> findings = new ArrayList<>();

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
        return text.toString().strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private int check() throws IOException {
        for (Path directory : options.classes()) {
            if (!Files.isDirectory(directory)) {
                findings.add(new Finding(
                        directory.toString(), "is no directory: compile the tests, or name it with --classes"));
            }
        }
        if (!findings.isEmpty()) {
            return verdict(0, 0, null);
        }
        CompiledClasses compiled = CompiledClasses.of(options.classes());
        DeclaredTests declared = DeclaredTests.of(compiled.loaded());
        findings.addAll(compiled.findings());
        findings.addAll(declared.findings());
        findings.removeIf(finding -> isExcluded(finding.subject()));
        List<TestKey> tests = declared.tests().stream()
                .filter(test -> !isExcluded(test.toString()))
                .toList();
        if (tests.isEmpty() && !options.allowEmpty()) {
            findings.add(new Finding(
                    options.classes().toString(),
                    "holds no reliability test: write one, or say with --allow-empty that there need be none"));
        }
        Evidence evidence = Evidence.read(options.reports(), options.classes(), options.since());
        GateCheck check = new GateCheck(evidence, declared.files());
        List<Finding> unproven = check.unproven(tests);
        findings.addAll(unproven);
        findings.addAll(check.cutShort());
        return verdict(tests.size() - unproven.size(), tests.size(), evidence);
    }

    private boolean isExcluded(String name) {
        boolean excluded = options.excludes(name);
        if (excluded) {
            out.println("reliability gate: EXCLUDED by --exclude, nobody knows whether it holds: " + name);
        }
        return excluded;
    }

    private int verdict(int proven, int all, @Nullable Evidence evidence) {
        if (findings.isEmpty() && evidence != null) {
            try {
                evidence.use();
            } catch (IOException e) {
                findings.add(new Finding("the evidence", "cannot be marked as used (" + e + ")"));
            }
        }
        findings.forEach(finding -> out.println("reliability gate: " + oneLine(finding)));
        out.println("reliability gate: " + proven + " of " + all + " reliability tests proven"
                + (findings.isEmpty() ? "" : "; the gate stays CLOSED"));
        return findings.isEmpty() ? OPEN : CLOSED;
    }
}
