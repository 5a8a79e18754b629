package dev.reliability.internal.jupiter;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes that are themselves under test. */
final class Kit {

    private Kit() {}

    static EngineExecutionResults run(Path directory, Map<String, String> parameters, Class<?>... classes) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .configurationParameter("reliability.baseline", "5s")
                .configurationParameters(parameters)
                .execute();
    }

    static EngineExecutionResults run(Path directory, Class<?>... classes) {
        return run(directory, Map.of(), classes);
    }

    static void assertAllPass(EngineExecutionResults results, int tests) {
        failures(results).stream().findFirst().ifPresent(thrown -> {
            throw new AssertionError("a test did not pass", thrown);
        });
        results.testEvents()
                .assertStatistics(statistics -> statistics.succeeded(tests).failed(0));
    }

    /** Returns what the tests threw, in any order. */
    static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents().finished().stream()
                .flatMap(event -> failure(event).stream())
                .toList();
    }

    static Throwable onlyFailure(EngineExecutionResults results) {
        List<Throwable> failures = failures(results);
        if (failures.size() != 1) {
            throw new AssertionError("expected one failure, got " + failures);
        }
        return failures.get(0);
    }

    static Stream<String> suppressed(Throwable thrown) {
        return Arrays.stream(thrown.getSuppressed()).map(Throwable::getMessage);
    }

    private static java.util.Optional<Throwable> failure(Event event) {
        return event.getPayload(TestExecutionResult.class).flatMap(TestExecutionResult::getThrowable);
    }
}
