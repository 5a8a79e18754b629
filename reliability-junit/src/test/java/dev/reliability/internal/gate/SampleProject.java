package dev.reliability.internal.gate;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.internal.evidence.Seal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.platform.engine.Filter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A directory of test classes that are compiled, run and checked by the gate as a build would. */
final class SampleProject {

    private static final String IMPORTS =
            """
            package shop;
            import dev.reliability.experiment.*;
            import dev.reliability.internal.gate.Holding;
            import dev.reliability.internal.gate.Lost;
            import dev.reliability.internal.gate.Steady;
            import dev.reliability.junit.*;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.condition.*;
            import org.junit.jupiter.params.ParameterizedTest;
            import org.junit.jupiter.params.provider.ValueSource;
            """;

    private final Path classes;
    private final Path reports;
    private final Path sources;

    SampleProject(Path directory) throws IOException {
        this(directory, directory.resolve("target/reliability"));
    }

    /** A project whose test JVMs leave their reports elsewhere. */
    SampleProject(Path directory, Path reports) throws IOException {
        this.reports = reports;
        classes = Files.createDirectories(directory.resolve("target/test-classes"));
        sources = Files.createDirectories(directory.resolve("src/shop"));
    }

    private SampleProject(Path classes, Path reports, Path sources) {
        this.classes = classes;
        this.reports = reports;
        this.sources = sources;
    }

    /** Returns the same tests in a jar. */
    SampleProject packed() throws IOException {
        Path jar = classes.resolveSibling("tests.jar");
        try (Stream<Path> files = Files.walk(classes);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return new SampleProject(jar, reports, sources);
    }

    /**
     * What the gate said.
     *
     * @param exitCode its exit code
     * @param lines its output
     */
    record Answer(int exitCode, List<String> lines) {}

    Path classes() {
        return classes;
    }

    Path reports() {
        return reports;
    }

    /** Returns the only manifest there is. */
    Path manifest() throws IOException {
        try (Stream<Path> files = Files.list(reports.resolve("manifest"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Changes the manifest as nobody can by accident, so that every line is still what seems to have been written. */
    void forge(UnaryOperator<String> change) throws IOException {
        Seal seal = new Seal();
        String forged = Files.readAllLines(manifest()).stream()
                .map(line -> seal.close(change.apply(Seal.without(line))) + "\n")
                .collect(Collectors.joining());
        Files.writeString(manifest(), forged);
    }

    /** Compiles one more class of the package {@code shop}. */
    SampleProject with(String name, String declaration) throws IOException {
        Path source = sources.resolve(name + ".java");
        Files.writeString(source, IMPORTS + declaration);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path") + java.io.File.pathSeparator + classes,
                        "-d",
                        classes.toString(),
                        source.toString());
        if (failed != 0) {
            throw new IllegalArgumentException(name + " does not compile");
        }
        return this;
    }

    /** Puts an experiment among the test resources, which holds if the program that its method calls ends with 0. */
    SampleProject withExperiment(String name, String title, String program) throws IOException {
        Path file = classes.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                title: %s
                description: Calls a program.
                tags: [files]
                steady-state-hypothesis:
                  title: This machine has a file system
                  probes:
                    - type: probe
                      name: root-is-there
                      tolerance: true
                      provider: {type: python, module: os.path, func: exists, arguments: {path: /}}
                method:
                  - type: action
                    name: call-a-program
                    provider: {type: process, path: "%s"}
                """
                        .formatted(title, program));
        return this;
    }

    /** Runs some classes as Failsafe would. */
    void run(String... names) throws IOException {
        run(List.of(), names);
    }

    void run(List<TestExecutionListener> listeners, String... names) throws IOException {
        run(listeners, List.of(), names);
    }

    void run(List<TestExecutionListener> listeners, List<Filter<?>> filters, String... names) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                    .enableTestExecutionListenerAutoRegistration(false)
                    .addTestExecutionListeners(new ManifestListener())
                    .addTestExecutionListeners(listeners.toArray(TestExecutionListener[]::new))
                    .build());
            launcher.execute(LauncherDiscoveryRequestBuilder.request()
                    .selectors(Stream.of(names)
                            .map(name -> selectClass(loader, "shop." + name))
                            .toList())
                    .filters(filters.toArray(Filter[]::new))
                    .configurationParameter("reliability.reports", reports.toString())
                    .configurationParameter(
                            "reliability.state", reports.resolveSibling("state").toString())
                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                    .build());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Asks the gate. */
    Answer gate(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--classes=" + classes, "--reports=" + reports));
        arguments.addAll(List.of(more));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int exitCode = Gate.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
        return new Answer(
                exitCode, bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
