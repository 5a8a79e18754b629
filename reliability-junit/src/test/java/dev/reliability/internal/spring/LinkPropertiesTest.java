package dev.reliability.internal.spring;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.local.Link;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** An application of Spring is led through the links of its test, and started once for the same ones. */
class LinkPropertiesTest extends WithCountedApp {

    @SpringJUnitConfig(App.class)
    @TestPropertySource(properties = {"shop.db = jdbc:shop://127.0.0.1:9/books", "shop.name = Shop"})
    static class Shop {

        @ReliabilityTarget(value = "db", properties = "shop.db = jdbc:shop://{address}/books?a=b")
        static final Link DB = Link.to("127.0.0.1:9");

        @ReliabilityTarget(
                value = "cache",
                properties = {"cache.host={host}", "cache.port={port}"})
        static final Link CACHE = Link.to("127.0.0.1:9");

        @Value("${shop.db}")
        String db;

        @Value("${cache.host}:${cache.port} ${shop.name}")
        String cache;

        @Test
        void isLed() {
            assertThat(db).isEqualTo("jdbc:shop://" + DB.address() + "/books?a=b");
            assertThat(cache).isEqualTo(CACHE.address() + " Shop");
        }

        @Test
        void isLedAgain() {
            isLed();
        }

        @Nested
        class Inner {

            @Test
            void isLedToo() {
                isLed();
            }
        }
    }

    static class SameShop extends Shop {}

    @SpringJUnitConfig(App.class)
    static class Books {

        @ReliabilityTarget(value = "db", properties = "shop.db = jdbc:shop://{address}/books")
        static final Link DB = Link.to("127.0.0.1:9");

        @Value("${shop.db}")
        String db;
    }

    static class OtherBooks extends Books {

        @ReliabilityTarget(value = "db", properties = "shop.db = jdbc:other://{address}/books")
        static final Link OTHER = Link.to("127.0.0.1:9");

        @Test
        void areLed() {
            assertThat(db).isEqualTo("jdbc:other://" + OTHER.address() + "/books");
        }
    }

    /** As with Testcontainers, where the class says itself where the database is. */
    @SpringJUnitConfig(App.class)
    static class Contained {

        @ReliabilityTarget(value = "db", properties = "shop.db = jdbc:shop://{address}/books")
        static final Link DB = Link.to("127.0.0.1:9");

        @DynamicPropertySource
        static void started(DynamicPropertyRegistry registry) {
            registry.add("shop.db", () -> "jdbc:shop://127.0.0.1:9/books");
        }

        @Value("${shop.db}")
        String db;

        @Test
        void isLed() {
            assertThat(db).isEqualTo("jdbc:shop://" + DB.address() + "/books");
        }
    }

    /** The profile says that blue is a process, so the application goes its own ways to it. */
    @SpringJUnitConfig(App.class)
    @TestPropertySource(properties = "shop.db = jdbc:shop://192.0.2.1/books")
    static class Decided {

        @ReliabilityTarget(value = "blue", properties = "shop.db = jdbc:shop://{address}/books")
        static final Link BLUE = Link.to("127.0.0.1:9");

        @Value("${shop.db}")
        String db;

        @Test
        void isNotLed() {
            assertThat(db).isEqualTo("jdbc:shop://192.0.2.1/books");
        }
    }

    static class Decides extends Decided {

        @ReliabilityProperty("reliability.profile")
        static final String PROFILE = "names-test";
    }

    @SpringJUnitConfig(App.class)
    static class OneAddress {

        @ReliabilityTarget(value = "db", properties = "shop.db={address}")
        static final Link DB = Link.to("127.0.0.1:9");

        @ReliabilityTarget(value = "blue", properties = "shop.db={address}")
        static final Link BLUE = Link.to("127.0.0.1:9");

        @Test
        @ShutdownAttack(target = "db")
        void losesTheDatabase() {
            throw new AssertionError("the body of a test that cannot prove anything");
        }
    }

    static class OneAddressOfTwo extends OneAddress {

        @ReliabilityProperty("reliability.profile")
        static final String PROFILE = "names-test";
    }

    @SpringJUnitConfig(App.class)
    static class Mistyped {

        @ReliabilityTarget(value = "db", properties = "shop.db")
        static final Link DB = Link.to("127.0.0.1:9");

        @Test
        void one() {}
    }

    @SpringJUnitConfig(App.class)
    static class TooLate {

        @ReliabilityTarget(value = "db", properties = "shop.db={address}")
        final Link db = Link.to("127.0.0.1:9");

        @Test
        void one() {}
    }

    @Test
    void oneApplicationIsLedThroughTheSameLinks() {
        assertThat(problems(Shop.class, SameShop.class)).isEmpty();
        assertThat(STARTED).hasValue(1);
    }

    @Test
    void theLinkComesBeforeWhatTheClassSaysItself() {
        assertThat(problems(Contained.class)).isEmpty();
    }

    @Test
    void theLinkOfTheHeirComesFirst() {
        assertThat(problems(OtherBooks.class)).isEmpty();
    }

    @Test
    void whatTheProfileDecidesIsNotLed() {
        assertThat(problems(Decides.class)).as("chosen by the class").isEmpty();
        // Spring asks without a context of JUnit: what is chosen for it is known from its listener, which a kit has not
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Decided.class))
                                .configurationParameter("reliability.profile", "names-test")
                                .build(),
                        summary);
        assertThat(summary.getSummary().getTestsSucceededCount())
                .as("chosen for JUnit")
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeLedSaysWhy() {
        assertThat(problems(Mistyped.class))
                .contains(
                        "@ReliabilityTarget(\"db\", properties) on Mistyped.DB: \"shop.db\" is no property: write NAME=VALUE,"
                                + " with {address}, or {host} and {port}, of the link");
        assertThat(problems(TooLate.class))
                .contains(
                        "@ReliabilityTarget(\"db\", properties) on TooLate.db: there is no link in it before Spring starts the"
                                + " application; write static final Link db = Link.to(…)");
        assertThat(STARTED).hasValue(0);
    }

    @Test
    void aSecondLinkForAPropertyIsAProblem() {
        assertThat(problems(OneAddress.class))
                .singleElement(as(STRING))
                .contains(
                        "on OneAddress.DB and @ReliabilityTarget(\"blue\", properties) on OneAddress.BLUE both say what shop.db"
                                + " is");
        assertThat(problems(OneAddressOfTwo.class))
                .as("blue is decided by the profile")
                .singleElement(as(STRING))
                .startsWith("INCONCLUSIVE: ");
    }

    /** Spring asks for each test, also for one of TestNG beside which the library is there for its fluent API. */
    @Test
    void whereJUnitIsNotNothingIsLed() throws Exception {
        List<URL> withoutJUnit = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("junit-platform") && !entry.contains("junit-jupiter")) {
                withoutJUnit.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(withoutJUnit.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> factory = loader.loadClass(LinkPropertiesFactory.class.getName());

            Object customizer = factory.getMethod("createContextCustomizer", Class.class, List.class)
                    .invoke(factory.getConstructor().newInstance(), loader.loadClass(App.class.getName()), List.of());

            assertThat(customizer).isNull();
        }
    }

    private static List<String> problems(Class<?>... tests) {
        return thrown(run(Map.of(), tests).allEvents()).stream()
                .map(Throwable::getMessage)
                .toList();
    }
}
