package dev.reliability.internal.spring;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.internal.jupiter.ReliabilityExtension;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.Events;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Placeholders of tests that Spring runs, and of those that it does not. */
class SpringEnvironmentTest extends WithCountedApp {

    private static HttpServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/books", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    private static int port() {
        return server.getAddress().getPort();
    }

    @SpringJUnitConfig(App.class)
    @TestPropertySource(properties = {"shop.host = 127.0.0.1", "shop.url = http://${shop.host}:${shop.port}"})
    @SteadyState(http = "${shop.url}/books", every = "50ms")
    static class Shop {

        @DynamicPropertySource
        static void port(DynamicPropertyRegistry properties) {
            properties.add("shop.port", SpringEnvironmentTest::port);
        }

        @Test
        void one() {}

        @Test
        void another() {}

        @Nested
        @SteadyState(http = "http://localhost:${shop.port}/books", every = "50ms")
        class Inner {

            @Test
            void three() {}
        }
    }

    @Test
    void propertiesOfSpringFillPlaceholdersInAndNoContextIsLoadedForThem() {
        assertThat(problems(Shop.class, 3)).isEmpty();
        assertThat(STARTED).hasValue(1);
    }

    static class ShopOfTheTest extends Shop {

        @ReliabilityProperty("shop.url")
        static final String URL = "http://127.0.0.1:1";

        @Test
        @SteadyState(name = "another", http = "${shop.url:http://localhost}/books", every = "50ms")
        void theTestComesFirst() {}
    }

    @Test
    void whatTheTestItselfSaysComesFirst() {
        assertThat(problems(ShopOfTheTest.class, 4, "2s")).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                .hasMessageContaining("was not steady before the test (expected 200, got"));
    }

    @SpringJUnitConfig(App.class)
    @TestPropertySource(properties = "shop.port = 8080")
    static class Mistyped {

        @Test
        @SteadyState(http = "http://localhost:${shop.prot}/books")
        void mistyped() {}
    }

    @Test
    void aMistypedPropertyIsToldBeforeAnythingIsTouched() {
        assertThat(problems(Mistyped.class, 1))
                .singleElement(as(THROWABLE))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining(
                        "@SteadyState(http) on Mistyped.mistyped(): placeholder ${shop.prot} has no value: set")
                .hasMessageContaining(
                        "; the environment of the Spring application does not have it either: did you mean"
                                + " \"shop.port\"?");
    }

    @SpringJUnitConfig(App.class)
    static class DoesNotListen {

        @Test
        @SteadyState(http = "http://localhost:${local.server.port}/books")
        void asked() {}
    }

    @Test
    void anApplicationThatDoesNotListen() {
        assertThat(problems(DoesNotListen.class, 1))
                .singleElement(as(THROWABLE))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining(
                        "placeholder ${local.server.port} has no value: the Spring application does not listen;"
                                + " start it with @SpringBootTest(webEnvironment = RANDOM_PORT)");
    }

    @SpringJUnitConfig(Broken.class)
    @SteadyState(http = "http://localhost:${local.server.port}/books")
    static class DoesNotStart {

        @Test
        void one() {}
    }

    @Configuration
    static class Broken {

        @Bean
        Object broken() {
            throw new IllegalStateException("no database");
        }
    }

    @Test
    void anApplicationThatDoesNotStartIsWhatTheTestReports() {
        assertThat(problems(DoesNotStart.class, 1))
                .singleElement(as(THROWABLE))
                .hasMessageContaining("Failed to load ApplicationContext")
                .hasRootCauseMessage("no database");
    }

    /** Spring is on the class path, but has nothing to do with this test. */
    @ContextConfiguration(classes = App.class)
    static class NotOfSpring {

        @Test
        @SteadyState(http = "http://localhost:${shop.port}/books")
        void mistyped() {}
    }

    @Test
    void aTestThatSpringDoesNotRunHasNoContext() {
        assertThat(problems(NotOfSpring.class, 1))
                .singleElement(as(THROWABLE))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("${shop.port} has no value")
                .hasMessageNotContaining("the environment of the Spring application");
        assertThat(STARTED).hasValue(0);
    }

    @ContextConfiguration(classes = App.class)
    static class Registered {

        @RegisterExtension
        static final SpringExtension SPRING = new SpringExtension();

        @DynamicPropertySource
        static void port(DynamicPropertyRegistry properties) {
            properties.add("shop.port", SpringEnvironmentTest::port);
        }

        @Test
        @DirtiesContext
        @SteadyState(http = "http://localhost:${shop.port}/books", every = "50ms")
        void first() {}

        @Test
        @DirtiesContext
        @SteadyState(http = "http://localhost:${shop.port}/books", every = "50ms")
        void second() {}
    }

    @Test
    void aContextThatTestsDirtyIsThatOfEachTest() {
        assertThat(problems(Registered.class, 2)).isEmpty();
        assertThat(STARTED).hasValue(2);
    }

    @ExtendWith(ReliabilityExtension.class)
    static class Made {

        static final AtomicInteger MADE = new AtomicInteger();

        @SteadyStateProbe(every = "50ms")
        Probe made() {
            MADE.incrementAndGet();
            return Probe.blocking(() -> new Observation(true, "good", "good"));
        }

        @Test
        void one() {}

        @Test
        void another() {}
    }

    @Test
    void aMethodThatMakesAProbeIsCalledOnceForEachRun() {
        Made.MADE.set(0);
        assertThat(problems(Made.class, 2)).isEmpty();
        assertThat(Made.MADE).hasValue(2);
    }

    @ExtendWith(ReliabilityExtension.class)
    static class NotMade {

        @SteadyStateProbe
        Probe nothing() {
            return null;
        }

        @SteadyStateProbe
        Probe refused() {
            throw new IllegalArgumentException("no such limit");
        }

        @SteadyStateProbe
        String text() {
            return "";
        }

        @Test
        void one() {}
    }

    @Test
    void aMethodThatMakesNoneIsABadPlan() {
        assertThat(problems(NotMade.class, 1))
                .singleElement(as(THROWABLE))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("NotMade.nothing(): the method returned null")
                .hasMessageContaining("NotMade.refused(): no such limit")
                .hasMessageContaining("NotMade.text(): the method returns neither void nor boolean nor a Probe");
    }

    private static List<Throwable> problems(Class<?> test, int tests) {
        return problems(test, tests, "30s");
    }

    private static List<Throwable> problems(Class<?> test, int tests, String baseline) {
        Events events = run(Map.of("reliability.baseline", baseline), test).testEvents();
        assertThat(events.finished().count()).isEqualTo(tests);
        return thrown(events);
    }
}
