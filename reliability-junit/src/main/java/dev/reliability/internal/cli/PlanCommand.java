package dev.reliability.internal.cli;

import dev.reliability.internal.gate.DeclaringClasses;
import dev.reliability.internal.jupiter.ClassExperiments;
import dev.reliability.internal.jupiter.ClassExperiments.OfTest;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Tells what test classes would do, and what stands against it.",
            "Shows targets and addresses as they resolve now, what is spared, missing rights and bad input. Targets are only"
                    + " read: nothing is changed, and no test is run.",
            "Exit code 0 if every test could run, 1 if something stands against one."
        })
final class PlanCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(
            names = "--classes",
            paramLabel = "DIR",
            description =
                    "Every test class of a directory or jar that has a reliability test. It is on the class path.")
    private List<Path> places = List.of();

    @Parameters(
            arity = "0..*",
            paramLabel = "CLASS[#METHOD]",
            description = "Test class by its full name, or one test of it.")
    private List<String> tests = List.of();

    @Override
    public Integer call() throws Exception {
        Optional<Integer> elsewhere = system.elsewhere(spec());
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        system.given().forEach(System::setProperty);
        if (tests.isEmpty() && places.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "name a test class, or a directory with --classes");
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
        for (String test : all()) {
            List<OfTest> found = select(experiments, test);
            if (found.isEmpty()) {
                throw new ParameterException(spec().commandLine(), test + " asks for no experiment");
            }
            found.forEach(report::add);
        }
        return report.end();
    }

    private List<String> all() throws Exception {
        List<String> found = DeclaringClasses.in(places);
        if (!places.isEmpty() && found.isEmpty()) {
            throw new ParameterException(spec().commandLine(), places + " holds no test with an experiment");
        }
        return Stream.concat(tests.stream(), found.stream()).distinct().toList();
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
