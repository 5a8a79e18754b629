package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.reliability.aws.emulator.DatabaseBooks.Course;
import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.junit.Attack;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.Failover;
import dev.reliability.junit.Named;
import dev.reliability.junit.SteadyStateProbe;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** {@code @RdsFailoverAttack}, run by JUnit on databases of a stand-in; no database is real. */
class RdsFailoverAnnotationTest extends OnStandIn {

    private static volatile boolean served = true;

    RdsFailoverAnnotationTest() {
        super(StandIn.alone());
        served = true;
        databases.instance("shop", true).instance("alone", false).cluster("single", "single-1");
    }

    private String run(Class<?> type, String method) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL",
                standIn.url(),
                "AWS_REGION",
                REGION,
                "reliability.baseline",
                "2s",
                "reliability.state",
                directory.resolve("state").toString(),
                "reliability.reports",
                directory.resolve("reports").toString()));
        List.of("books-1", "books-2", "books-3")
                .forEach(member -> parameters.put("target." + member + ".identity", member));
        List<Event> finished = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(
                        type,
                        Stream.of(type.getDeclaredMethods())
                                .filter(one -> one.getName().equals(method))
                                .findFirst()
                                .orElseThrow()))
                .configurationParameters(parameters)
                .execute()
                .testEvents()
                .list()
                .stream()
                .filter(event -> event.getType() == EventType.FINISHED)
                .toList();
        assertThat(finished).hasSize(1);
        return finished.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(thrown -> String.valueOf(thrown.getMessage()))
                .orElse("PASSED");
    }

    @ParameterizedTest
    @CsvSource({
        "toTheOneThatWasNamed, books, books-3",
        "toAny, books, books-2",
        "ofAnInstance, shop, eu-west-1b",
        "asAnotherAnnotation, books, books-2",
        "withParameters, books, books-2"
    })
    void passesWhereTheWriterMoves(String method, String database, String side) {
        assertThat(run(Attacked.class, method)).isEqualTo("PASSED");
        assertThat(databases.side(database)).isEqualTo(side);
    }

    @Test
    void comesAroundEachTestOfAType() {
        assertThat(run(OnType.class, "whatever")).isEqualTo("PASSED");
        assertThat(databases.side("books")).isEqualTo("books-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere | @RdsFailoverAttack(target) on Wrong.nowhere(): unknown target \"nowhere\"",
                "noDatabase | database failover",
                "noStandby | database alone has no standby in another zone (MultiAZ is off)",
                "noReader | cluster single has no reader that could take over",
                "wrongReader | \"books-9\" is not a reader of cluster books: it has books-2, books-3",
                "theWriter | \"books-1\" is not a reader of cluster books",
                "readerOfAnInstance | database shop has one standby and no readers to choose from: leave it out",
                "member | database books-2 belongs to cluster books, which fails over as a whole: attack"
                        + " rds-cluster:books",
                "wrongDuration | \"soon\"",
                "severalProblems | \"later\""
            })
    void refusesBadInput(String method, String message) {
        assertThat(run(Wrong.class, method)).contains(message).contains("No fault was injected");
        assertThat(standIn.actions()).doesNotContain("FailoverDBCluster", "RebootDBInstance");
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThat(run(Wrong.class, "severalProblems")).contains("\"later\"").contains("\"soon\"");
    }

    @Test
    void isInconclusiveWhereTheServiceGaveUp() {
        databases.next(Course.ABANDONED);
        assertThat(run(Attacked.class, "shortly"))
                .startsWith("INCONCLUSIVE: failover of rds-cluster:books moved nothing")
                .contains("still on books-1, and its last event is: Cluster failover failed");
    }

    @Test
    void isInconclusiveWhereAnotherReaderWrites() {
        databases.next(Course.ANOTHER);
        assertThat(run(Attacked.class, "shortlyToTheOneThatWasNamed"))
                .startsWith("INCONCLUSIVE: ")
                .contains("books-3 did not become the writer, but books-2");
    }

    @Test
    void failsWhereUsersAreNotServed() {
        assertThat(run(Attacked.class, "unserved"))
                .startsWith("FAILED: \"users\" ")
                .contains("failover of rds-cluster:books");
        assertThat(databases.side("books")).isEqualTo("books-2");
    }

    @Test
    void failsWhereTheSignalNamesAnother() {
        assertThat(run(Attacked.class, "toAnotherThanExpected"))
                .startsWith(
                        "FAILED: rds-cluster:books did not fail over from books-1 to books-3 within 2 s of failover of"
                                + " rds-cluster:books; it still answered books-2");
    }

    @Test
    void isAnErrorWhereIamDeniesIt() {
        standIn.on(
                "FailoverDBCluster",
                call -> StandIn.Answer.error(403, "AccessDenied", "not authorized to perform rds:FailoverDBCluster"));
        assertThat(run(Attacked.class, "toAny"))
                .startsWith("ERROR: failover of rds-cluster:books could not be injected")
                .contains("IAM denies it (AccessDenied)");
    }

    /** An attack of a team's own, made of this one. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @RdsFailoverAttack(target = "rds-cluster:books", to = "books-2")
    @interface LoseTheWriter {}

    /** Run by the tests above. */
    static class Attacked {

        @SteadyStateProbe(every = "20ms")
        boolean users() {
            return served;
        }

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", to = "books-3")
        @ExpectFailover(signal = "rds-cluster:books", from = "books-1", to = "books-3", within = "2m")
        void toTheOneThatWasNamed() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books")
        void toAny() {}

        @Test
        @RdsFailoverAttack(target = "rds:shop")
        void ofAnInstance() {}

        @Test
        @LoseTheWriter
        void asAnotherAnnotation() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", to = "books-2", name = "lost writer", delay = "100ms")
        @ExpectFailover(signal = "rds-cluster:books", from = "books-1", to = "books-2", within = "2m")
        void withParameters(Failover failover, @Named("lost writer") Attack attack) {
            assertThat(failover.await().firstNew()).isLessThan(Duration.ofMinutes(2));
            assertThat(attack).isNotNull();
        }

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", duration = "2s")
        void shortly() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", to = "books-3", duration = "6s")
        void shortlyToTheOneThatWasNamed() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books")
        void unserved() {
            served = false;
        }

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", to = "books-2")
        @ExpectFailover(signal = "rds-cluster:books", from = "books-1", to = "books-3", within = "2s")
        void toAnotherThanExpected() {}
    }

    /** Run by the tests above. */
    @RdsFailoverAttack(target = "rds-cluster:books", to = "books-2")
    static class OnType {

        @SteadyStateProbe(every = "20ms")
        boolean users() {
            return served;
        }

        @Test
        void whatever() {}
    }

    /** Run by the tests above. */
    static class Wrong {

        @SteadyStateProbe
        boolean users() {
            return true;
        }

        @Test
        @RdsFailoverAttack(target = "nowhere")
        void nowhere() {}

        @Test
        @RdsFailoverAttack(target = "host:local")
        void noDatabase() {}

        @Test
        @RdsFailoverAttack(target = "rds:alone")
        void noStandby() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:single")
        void noReader() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", to = "books-9")
        void wrongReader() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", to = "books-1")
        void theWriter() {}

        @Test
        @RdsFailoverAttack(target = "rds:shop", to = "shop-2")
        void readerOfAnInstance() {}

        @Test
        @RdsFailoverAttack(target = "rds:books-2")
        void member() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", duration = "soon")
        void wrongDuration() {}

        @Test
        @RdsFailoverAttack(target = "rds-cluster:books", duration = "soon", delay = "later")
        void severalProblems() {}
    }
}
