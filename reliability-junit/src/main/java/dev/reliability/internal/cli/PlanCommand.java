package dev.reliability.internal.cli;

import dev.reliability.internal.jupiter.ClassExperiments;
import dev.reliability.internal.jupiter.ClassExperiments.OfTest;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What test classes would do: resolved targets and addresses, what is spared, what stands against it. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what test classes would do, and what stands against it: targets and addresses as they resolve now,",
            "what is spared, missing rights, bad input. Targets are asked; nothing is changed, no test is run.",
            "Exit code 0 if every test could run, 1 if something stands against one."
        })
final class PlanCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-cp", "--classpath"},
            paramLabel = "PATH",
            description = {
                "Class path of the tests, as Java writes it, with everything that they need (JUnit too).",
                "By default what this JVM runs with, as under Maven."
            })
    private @Nullable String classpath;

    @Option(names = "--profile", paramLabel = "NAME", description = "Profile, as reliability.profile chooses it.")
    private @Nullable String profile;

    @Option(names = "-D", paramLabel = "NAME=VALUE", description = "Value of a setting or placeholder.")
    private Map<String, String> values = Map.of();

    @Parameters(
            arity = "1..*",
            paramLabel = "CLASS[#METHOD]",
            description = "Test class by its full name, or one test of it.")
    private List<String> tests = List.of();

    @Override
    public Integer call() throws Exception {
        if (classpath != null) {
            return new TestClassPath(classpath).run(withoutClassPath());
        }
        values.forEach(System::setProperty);
        if (profile != null) {
            System.setProperty("reliability.profile", profile);
        }
        try {
            return planned(spec().commandLine().getOut());
        } catch (LinkageError e) {
            throw new ParameterException(
                    spec().commandLine(),
                    String.join(", ", tests) + " needs a class that is not on the class path: " + e.getMessage(),
                    e);
        }
    }

    private int planned(PrintWriter out) throws Exception {
        PlanReport report = new PlanReport(out);
        ClassExperiments experiments = new ClassExperiments(platformParameters());
        for (String test : tests) {
            List<OfTest> found = select(experiments, test);
            if (found.isEmpty()) {
                throw new ParameterException(spec().commandLine(), test + " asks for no experiment");
            }
            found.forEach(report::add);
        }
        return report.end();
    }

    private List<String> withoutClassPath() {
        List<String> arguments = new ArrayList<>(List.of("plan"));
        values.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        if (profile != null) {
            arguments.add("--profile=" + profile);
        }
        arguments.addAll(tests);
        return arguments;
    }

    private List<OfTest> select(ClassExperiments experiments, String test) {
        String[] parts = test.split("#", 2);
        try {
            Class<?> testClass =
                    Class.forName(parts[0], true, Thread.currentThread().getContextClassLoader());
            return experiments.of(testClass).stream()
                    .filter(one -> parts.length == 1 || one.test().endsWith("." + parts[1]))
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new ParameterException(
                    spec().commandLine(),
                    "there is no class " + parts[0] + " on the class path; give it with --classpath",
                    e);
        }
    }

    /** What the test platform would read from its file; its other sources are system properties, which count anyway. */
    private static java.util.function.Function<String, Optional<String>> platformParameters() throws Exception {
        Properties properties = new Properties();
        URL file = Thread.currentThread().getContextClassLoader().getResource("junit-platform.properties");
        if (file != null) {
            try (InputStream stream = file.openStream()) {
                properties.load(stream);
            }
        }
        return name -> Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(properties.getProperty(name)));
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    static Path ownCode() throws Exception {
        return Path.of(PlanCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
