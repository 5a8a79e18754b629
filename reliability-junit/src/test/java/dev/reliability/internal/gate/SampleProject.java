package dev.reliability.internal.gate;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

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
import java.util.stream.Stream;
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
        classes = Files.createDirectories(directory.resolve("target/test-classes"));
        reports = directory.resolve("target/reliability");
        sources = Files.createDirectories(directory.resolve("src/shop"));
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
