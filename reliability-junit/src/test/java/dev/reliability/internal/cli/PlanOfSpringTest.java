package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.jupiter.ClassExperiments;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.Link;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** What only an application can tell is no problem of a plan before it has started. */
class PlanOfSpringTest {

    @Configuration
    static class App {}

    @SpringJUnitConfig(App.class)
    @SteadyState(name = "products", http = "http://localhost:${local.server.port}/products")
    static class Shop {

        @ReliabilityTarget("db")
        static final Link DB = Link.to("127.0.0.1:9");

        @Autowired
        ApplicationContext application;

        @SteadyStateProbe
        Probe staysReady() {
            String id = application.getId();
            return Probe.blocking(() -> new Observation(true, id, id));
        }

        @Test
        @BlackholeAttack(target = "db", duration = "4s")
        void losesTheDatabase() {}
    }

    static class NotOfSpring {

        @ReliabilityTarget(value = "db", properties = "db.url={address}")
        static final Link DB = Link.to("127.0.0.1:9");

        @Test
        @BlackholeAttack(target = "db", duration = "4s")
        @SteadyState(name = "products", http = "http://localhost:${local.server.port}/products")
        void losesTheDatabase() {}
    }

    @SpringJUnitConfig(App.class)
    static class OneAddress {

        @ReliabilityTarget(value = "db", properties = "shop.db-url=jdbc:shop://{address}")
        static final Link DB = Link.to("127.0.0.1:9");

        @ReliabilityTarget(value = "standby", properties = "shop.dbUrl = jdbc:shop://{address}/standby")
        static final Link STANDBY = Link.to("127.0.0.1:9");

        @ReliabilityTarget(value = "reviews", properties = "shop.reviews={address}")
        static final Link REVIEWS = Link.to("127.0.0.1:9");

        @Test
        @BlackholeAttack(target = "standby", duration = "4s")
        @SteadyState(name = "products", http = "http://localhost/products")
        void losesTheStandby() {}
    }

    static class OtherReviews extends OneAddress {

        @ReliabilityTarget(value = "reviews", properties = "shop.reviews=http://{address}")
        static final Link OTHER = Link.to("127.0.0.1:9");
    }

    @SpringJUnitConfig(App.class)
    static class Misnamed {

        @Test
        @BlackholeAttack(target = "known when the test runs", duration = "4s")
        @SteadyState(name = "products", http = "http://localhost/products")
        void losesTheDatabase() {}
    }

    private static String plan(Class<?> test, int exitCode) {
        StringWriter said = new StringWriter();
        PlanReport report = new PlanReport(new PrintWriter(said));
        new ClassExperiments(name -> Optional.empty()).of(test).forEach(report::add);
        assertThat(report.end()).as(said.toString()).isEqualTo(exitCode);
        return said.toString();
    }

    @Test
    void isKnownLater() {
        assertThat(plan(Shop.class, 0))
                .contains(
                        "  LATER: @SteadyState(http) on Shop: placeholder ${local.server.port} is known when the test runs:"
                                + " only the application can tell it",
                        "  LATER: @SteadyStateProbe(probe) on Shop.staysReady(): the probe is known when the test runs: the method"
                                + " needs what the application gives to the test",
                        "1 test, 1 fault, no problem. Nothing was changed.")
                .doesNotContain("PROBLEM");
    }

    @Test
    void isAProblemWhereThereWillBeNoApplication() {
        assertThat(plan(NotOfSpring.class, 1))
                .contains(
                        "PROBLEM: @SteadyState(http) on NotOfSpring.losesTheDatabase(): placeholder ${local.server.port} has"
                                + " no value",
                        "PROBLEM: @ReliabilityTarget(\"db\", properties) on NotOfSpring.DB: nothing reads them; they are for"
                                + " a static Link of a test that Spring runs, such as a @SpringBootTest")
                .doesNotContain("LATER");
    }

    @Test
    void isToldByWhatItIsAndNotByItsWords() {
        assertThat(plan(Misnamed.class, 1))
                .contains(
                        "PROBLEM: @BlackholeAttack(target) on Misnamed.losesTheDatabase(): unknown target \"known when")
                .doesNotContain("LATER");
    }

    @Test
    void onePropertyLeadsThroughOneLink() {
        String expected =
                "  PROBLEM: @ReliabilityTarget(\"db\", properties) on OneAddress.DB and @ReliabilityTarget(\"standby\","
                        + " properties) on OneAddress.STANDBY both say what shop.db-url is: the application would go through one of"
                        + " them only; give the property to one of them\n";
        assertThat(plan(OneAddress.class, 1)).contains(expected, "1 test, 1 fault, 1 problem.");
        assertThat(plan(OtherReviews.class, 1))
                .as("the reviews of the heir stand for those that it inherits")
                .contains(expected, "1 test, 1 fault, 1 problem.");
    }
}
