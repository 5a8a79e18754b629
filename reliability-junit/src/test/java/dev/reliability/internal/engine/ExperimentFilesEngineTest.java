package dev.reliability.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathResource;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUri;

import dev.reliability.internal.engine.Projects.Abstract;
import dev.reliability.internal.engine.Projects.Closed;
import dev.reliability.internal.engine.Projects.Compat;
import dev.reliability.internal.engine.Projects.Empty;
import dev.reliability.internal.engine.Projects.Good;
import dev.reliability.internal.engine.Projects.Missing;
import dev.reliability.internal.engine.Projects.Mixed;
import dev.reliability.internal.engine.Projects.Neither;
import dev.reliability.internal.engine.Projects.Patterns;
import dev.reliability.internal.engine.Projects.WithMethods;
import dev.reliability.internal.engine.Projects.WithProcess;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.InvalidExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.PackageNameFilter;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** Which files become tests, by which names, and how JUnit is told of their ends. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the experiments call true and false")
class ExperimentFilesEngineTest {

    private static final Path FILES = Path.of("src/test/resources/dev/reliability/files");

    @TempDir
    Path directory;

    private EngineExecutionResults run(DiscoverySelector... selectors) {
        return kit().selectors(selectors).execute();
    }

    private EngineTestKit.Builder kit() {
        return EngineTestKit.engine(ExperimentFilesEngine.ID)
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString());
    }

    private static List<String> names(EngineExecutionResults results) {
        return results.testEvents()
                .started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    private static Throwable failure(EngineExecutionResults results, String name) {
        return results.testEvents()
                .finished()
                .filter(event -> event.getTestDescriptor().getDisplayName().equals(name))
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow(() -> new AssertionError(name + " was green")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no test " + name));
    }

    @Test
    void filesOfAClassPass() {
        EngineExecutionResults results = run(selectClass(Good.class));

        results.allEvents().failed().assertThatEvents().isEmpty();
        results.testEvents()
                .assertStatistics(statistics -> statistics.started(2).succeeded(2));
        assertThat(names(results)).containsExactly("A value of the class is seen", "The project is where it should be");
    }

    @Test
    void everyTestHangsBelowAClassAndNamesItsFile() {
        EngineExecutionResults results = run(selectClass(Good.class));

        assertThat(results.testEvents().started().list())
                .extracting(Event::getTestDescriptor)
                .allSatisfy(test ->
                        assertThat(test.getParent().orElseThrow().getSource()).contains(ClassSource.from(Good.class)))
                .extracting(test ->
                        ((FileSource) test.getSource().orElseThrow()).getFile().getName())
                .containsExactly("value.yaml", "files-are-there.json");
        assertThat(results.containerEvents().started().list())
                .extracting(event -> event.getTestDescriptor().getDisplayName())
                .containsExactly("Reliability experiments", "Good");
    }

    @Test
    void tagsOfTheExperimentAndOfTheClassAreTags() {
        EngineExecutionResults results = run(selectClass(Good.class));

        assertThat(results.testEvents().started().list())
                .extracting(event -> event.getTestDescriptor().getTags())
                .containsExactly(
                        tags("reliability", "nightly", "values"), tags("reliability", "nightly", "disk", "slow-lane"));
    }

    private static Set<TestTag> tags(String... tags) {
        return Stream.of(tags).map(TestTag::create).collect(Collectors.toSet());
    }

    @Test
    void tagFiltersApply() {
        assertThat(names(kit().selectors(selectClass(Good.class))
                        .filters(TagFilter.includeTags("values & reliability"))
                        .execute()))
                .containsExactly("A value of the class is seen");
        assertThat(names(kit().selectors(selectClass(Good.class))
                        .filters(TagFilter.excludeTags("reliability"))
                        .execute()))
                .isEmpty();
    }

    @Test
    void verdictsAreThrownAndOtherFilesRun() {
        EngineExecutionResults results = run(selectClass(Mixed.class));

        results.testEvents()
                .assertStatistics(
                        statistics -> statistics.started(6).succeeded(2).failed(4));
        assertThat(names(results))
                .containsExactly(
                        "The action fails",
                        "cut-off.json",
                        "Mistyped",
                        "Lost at once",
                        "Twice the same title (dev/reliability/files/mixed/one.json)",
                        "Twice the same title (dev/reliability/files/mixed/two.json)");
        assertThat(failure(results, "Lost at once")).isInstanceOf(InconclusiveException.class);
        assertThat(failure(results, "The action fails"))
                .hasMessageContaining("the process exited with 1")
                .hasMessageContaining("\nRunbook: https://wiki.example/files\nJournal: ");
    }

    @Test
    void anInvalidFileIsOneTestWithAllItsProblems() {
        assertThat(failure(run(selectClass(Mixed.class)), "Mistyped"))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("2 problems. No fault was injected.")
                .hasMessageContaining("mistyped.json:19 /rollback: ")
                .hasMessageContaining("did you mean 'rollbacks'?")
                .hasMessageContaining("/steady-state-hypothesis/probes/0/provider")
                .hasMessageContaining("did you mean 'exists'?");
        assertThat(failure(run(selectClass(Mixed.class)), "cut-off.json"))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("cut-off.json:2");
    }

    @Test
    void placesWithoutExperimentsFail() throws IOException {
        Files.createDirectories(Path.of("target/engine-empty"));

        assertThat(failure(run(selectClass(Empty.class)), "target/engine-empty"))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("\"target/engine-empty\" holds no experiment: no .json, .yaml or .yml is below"
                        + " [target/engine-empty]");
        assertThat(failures(run(selectClass(Missing.class))))
                .singleElement()
                .asString()
                .contains("\"no/such/place\" is neither on the test class path nor at "
                        + Path.of("no/such/place").toAbsolutePath());
        assertThat(failures(run(selectClass(Neither.class))))
                .singleElement()
                .asString()
                .contains("names no file");
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.testEvents()
                .finished()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    @Test
    void patternsChooseFilesAndThoseWithoutMatchFail() {
        EngineExecutionResults results = run(selectClass(Patterns.class));

        assertThat(names(results))
                .containsExactly(
                        "A value of the class is seen",
                        "The project is where it should be",
                        "dev/reliability/files/**/*.yml");
        assertThat(failures(results))
                .singleElement()
                .asString()
                .contains(
                        "\"dev/reliability/files/**/*.yml\" holds no experiment: no .json, .yaml or .yml matches below ["
                                + root().resolve("dev/reliability/files") + "]");
    }

    @Test
    void disabledClassesAreSkipped() {
        EngineExecutionResults results = run(selectClass(Closed.class));

        assertThat(results.containerEvents().skipped().list())
                .singleElement()
                .extracting(event -> event.getPayload(String.class).orElseThrow())
                .isEqualTo("until the site is open again");
        assertThat(names(results)).isEmpty();
    }

    @Test
    void abstractClassesAreNotRun() {
        assertThat(names(run(selectClass(Abstract.class)))).isEmpty();
    }

    @Test
    void processesOfTheClassRunMeanwhile() {
        EngineExecutionResults results = run(selectClass(WithProcess.class));

        results.allEvents().failed().assertThatEvents().isEmpty();
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
        assertThat(WithProcess.SLEEPER.startCount()).isPositive();
        assertThat(WithProcess.SLEEPER.isAlive()).isFalse();
    }

    @Test
    void compatModePassesWhatTheToolPasses() {
        assertThat(failures(run(selectClass(Compat.class)))).hasSize(2);
    }

    @Test
    void classesAreFoundInPackagesAndRootsAndFiltered() {
        String own = "dev.reliability.internal.engine";
        assertThat(classes(kit().selectors(selectPackage(own))
                        .filters(named(".*Good"))
                        .execute()))
                .containsExactly("Good");
        assertThat(classes(kit().selectors(selectClasspathRoots(Set.of(root())).get(0))
                        .filters(named(".*Good"))
                        .execute()))
                .containsExactly("Good");
        assertThat(classes(kit().selectors(selectClass(Good.class))
                        .filters(outside(own))
                        .execute()))
                .isEmpty();
    }

    private static Filter<?> outside(String name) {
        return PackageNameFilter.excludePackageNames(name);
    }

    private static Filter<?> named(String pattern) {
        return ClassNameFilter.includeClassNamePatterns(pattern);
    }

    private static Path root() {
        return Path.of(
                Good.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static List<String> classes(EngineExecutionResults results) {
        return results.containerEvents()
                .started()
                .map(event -> event.getTestDescriptor())
                .filter(container -> container.getParent().isPresent())
                .map(TestDescriptor::getDisplayName)
                .toList();
    }

    @Test
    void filesDirectoriesAndResourcesAreSelectedWithoutAClass() {
        Path file = FILES.resolve("good/files-are-there.json");
        for (DiscoverySelector selector : List.of(
                selectFile(file.toFile()),
                selectClasspathResource("dev/reliability/files/good/files-are-there.json"),
                selectUri(file.toUri()))) {
            EngineExecutionResults results = run(selector);

            assertThat(names(results)).containsExactly("The project is where it should be");
            results.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
            assertThat(results.testEvents().started().list())
                    .extracting(event ->
                            event.getTestDescriptor().getParent().orElseThrow().getSource())
                    .allMatch(source -> source.orElseThrow() instanceof ClassSource);
        }
        assertThat(names(run(selectDirectory(FILES.resolve("mixed").toFile())))).hasSize(6);
    }

    @Test
    void selectedFilesThatAreMissingFail() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path foreign = Files.createDirectory(directory.resolve("features"));
        Files.createFile(foreign.resolve("orders.feature"));

        assertThat(failures(run(selectFile(directory.resolve("gone.json").toString()))))
                .hasSize(1);
        assertThat(failures(run(selectDirectory(empty.toFile())))).hasSize(1);
        assertThat(names(run(selectDirectory(foreign.toFile())))).isEmpty();
        assertThat(names(run(selectFile(foreign.resolve("orders.feature").toFile()))))
                .isEmpty();
    }

    @Test
    void uniqueIdsLeadBackToTheirTests() {
        EngineExecutionResults all = run(
                selectClass(Mixed.class), selectDirectory(FILES.resolve("good").toFile()));
        assertThat(all.testEvents().started().list()).hasSize(8);
        for (Event event : all.testEvents().list()) {
            if (event.getType() == EventType.STARTED) {
                TestDescriptor test = event.getTestDescriptor();
                EngineExecutionResults again = run(selectUniqueId(test.getUniqueId()));
                assertThat(again.testEvents().started().list())
                        .extracting(each -> each.getTestDescriptor().getUniqueId(), each -> each.getTestDescriptor()
                                .getDisplayName())
                        .containsExactly(tuple(test.getUniqueId(), test.getDisplayName()));
            }
        }
    }

    @Test
    void jupiterPassesClassesWithoutTestsBy() {
        EngineExecutionResults without = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Good.class))
                .execute();
        without.allEvents().failed().assertThatEvents().isEmpty();
        assertThat(names(without)).isEmpty();

        EngineExecutionResults with = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(WithMethods.class))
                .execute();
        assertThat(names(with)).containsExactly("method()");
        assertThat(names(run(selectClass(WithMethods.class)))).hasSize(2);
    }
}
