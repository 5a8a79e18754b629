package dev.reliability.internal.spring;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application of Spring that counts how often it is started, for tests that are themselves under test. */
abstract class WithCountedApp {

    static final AtomicInteger STARTED = new AtomicInteger();

    @BeforeEach
    void nothingStarted() {
        STARTED.set(0);
    }

    @Configuration
    static class App {

        @Bean
        Object started() {
            return STARTED.incrementAndGet();
        }
    }

    static EngineExecutionResults run(Map<String, String> parameters, Class<?>... tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Stream.of(tests).map(test -> selectClass(test)).toArray(DiscoverySelector[]::new))
                .configurationParameters(parameters)
                .execute();
    }

    static List<Throwable> thrown(Events events) {
        return events.finished().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }
}
