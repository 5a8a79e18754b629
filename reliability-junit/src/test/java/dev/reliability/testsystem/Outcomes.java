package dev.reliability.testsystem;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * What JUnit is told of each test of a class that is itself under test.
 *
 * @param thrown by the names of the tests
 */
public record Outcomes(Map<String, Optional<Throwable>> thrown) {

    /** Runs the tests of a class, which leave nothing outside of a directory. */
    public static Outcomes of(Class<?> tests, Path directory, Map<String, String> parameters) {
        Map<String, Optional<Throwable>> thrown = new HashMap<>();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .configurationParameters(parameters)
                .execute()
                .testEvents()
                .finished()
                .stream()
                .forEach(event -> thrown.put(
                        event.getTestDescriptor().getDisplayName().replaceFirst("\\(.*", ""),
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable()));
        return new Outcomes(thrown);
    }

    /** Returns how many tests there were. */
    public int size() {
        return thrown.size();
    }

    /** Returns what a test threw; empty if it passed. */
    public Optional<Throwable> of(String test) {
        if (!thrown.containsKey(test)) {
            throw new AssertionError("there is no test " + test + " among " + thrown.keySet());
        }
        return thrown.get(test);
    }

    /** Returns what a test threw that did not pass. */
    public Throwable thrown(String test) {
        return of(test).orElseThrow();
    }

    /** Returns the first line of what a test threw. */
    public String line(String test) {
        return line(thrown(test));
    }

    /** Returns the first line of something thrown. */
    public static String line(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElseThrow();
    }
}
