package dev.reliability.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathResource;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUri;

import dev.reliability.internal.evidence.FileContent;
import dev.reliability.junit.ExperimentFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Experiments that come in a jar, as those that several services share do. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the experiments call true and false")
@Execution(ExecutionMode.SAME_THREAD)
class ExperimentsInJarsTest {

    private static final Path FILES = Path.of("src/test/resources/dev/reliability/files");
    private static final String PASSES = "shared/deeper/passes.json";

    @TempDir
    Path directory;

    private Path jar;
    private URLClassLoader loader;
    private ClassLoader before;

    @ExperimentFiles("shared")
    static class Shared {}

    @ExperimentFiles("shared/**/pass*.json")
    static class Matching {}

    @BeforeEach
    void packUp() throws IOException {
        jar = directory.resolve("shared experiments.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("shared/"));
            put(out, PASSES, Files.readAllBytes(FILES.resolve("good/files-are-there.json")));
            put(out, "shared/fails.json", Files.readAllBytes(FILES.resolve("mixed/action-fails.json")));
            put(out, "shared/broken.yaml", "title: [".getBytes(StandardCharsets.UTF_8));
            put(out, "shared/notes.txt", new byte[0]);
            for (Class<?> type : List.of(ExperimentsInJarsTest.class, Shared.class, Matching.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                    put(out, name, in.readAllBytes());
                }
            }
        }
        before = Thread.currentThread().getContextClassLoader();
        loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.startsWith(ExperimentsInJarsTest.class.getName())
                        ? Optional.<Class<?>>ofNullable(findLoadedClass(name)).orElse(findClass(name))
                        : super.loadClass(name, resolve);
            }
        };
        Thread.currentThread().setContextClassLoader(loader);
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
    }

    @AfterEach
    void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }

    @Test
    void aClassNamesThemLikeFiles() throws Exception {
        EngineExecutionResults results = run(selectClass(loader.loadClass(Shared.class.getName())));

        assertThat(tests(results))
                .extracting(TestDescriptor::getDisplayName)
                .containsExactly("broken.yaml", "The project is where it should be", "The action fails");
        assertThat(tests(results).get(1).getSource()).contains(ClasspathResourceSource.from("/" + PASSES));
        results.testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(2));
        assertThat(failures(results))
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining("the process exited with 1"))
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining(".jar!/shared/broken.yaml:1"));
        assertThat(directory.resolve("reports").resolve(Shared.class.getName()).resolve(PASSES))
                .isDirectory();
    }

    @Test
    void patternsChooseAmongThem() throws Exception {
        EngineExecutionResults results = run(selectClass(loader.loadClass(Matching.class.getName())));
        assertThat(tests(results))
                .extracting(TestDescriptor::getDisplayName)
                .containsExactly("The project is where it should be");
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
    }

    @Test
    void theyAreSelectedWithoutAClassAndFoundAgainByTheirIds() {
        URI uri = URI.create("jar:" + jar.toUri() + "!/" + PASSES);
        for (DiscoverySelector selector : List.of(selectClasspathResource(PASSES), selectUri(uri))) {
            EngineExecutionResults results = run(selector);
            results.testEvents()
                    .assertStatistics(statistics -> statistics.started(1).succeeded(1));
            UniqueId id = tests(results).get(0).getUniqueId();
            EngineExecutionResults again = run(selectUniqueId(id));
            assertThat(tests(again)).extracting(TestDescriptor::getUniqueId).containsExactly(id);
            again.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
        }
    }

    @Test
    void theGateTellsTheirContentApart() throws Exception {
        FileFinder.Result found = Containers.files(loader.loadClass(Shared.class.getName()), name -> Optional.empty());
        assertThat(found.problems()).isEmpty();
        assertThat(found.files())
                .extracting(FileFinder.Found::name)
                .containsExactly("shared/broken.yaml", PASSES, "shared/fails.json");
        assertThat(FileContent.fingerprint(found.files().get(1).path()))
                .isEqualTo(FileContent.fingerprint(FILES.resolve("good/files-are-there.json")));
    }

    private EngineExecutionResults run(DiscoverySelector selector) {
        return EngineTestKit.engine(ExperimentFilesEngine.ID)
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .selectors(selector)
                .execute();
    }

    private static List<TestDescriptor> tests(EngineExecutionResults results) {
        return results.testEvents()
                .started()
                .map(event -> event.getTestDescriptor())
                .toList();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.testEvents()
                .finished()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }
}
