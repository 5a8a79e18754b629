package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.FailoverResult;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ExpectAlarm;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.Failover;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.Runbook;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The Bookstore survives the loss of its database and its CDN, of a whole instance, and a slow database. */
@SteadyState(
        name = "GET /books",
        http = "${bookstore.url}/books",
        status = 200,
        timeout = "3s",
        outage = "15s",
        tolerate = "1%")
@Runbook("https://wiki.example/bookstore/failover")
class BookstoreReliabilityIT extends OnThisMachine {

    /** The log is written in whole milliseconds, just after the move. */
    private static final Duration CLOCKS = Duration.ofMillis(20);

    static final Bookstore STORE = Bookstore.onThisMachine();

    @ReliabilityTarget("bookstore-database")
    static final ManagedProcess DATABASE = STORE.database().build();

    @ReliabilityTarget("bookstore-cdn")
    static final ManagedProcess CDN = STORE.cdn().build();

    @ReliabilityTarget("bookstore-api-blue")
    static final ManagedProcess BLUE = STORE.api("bookstore-api-blue")
            .link("db.bookstore.example", STORE.databaseAddress())
            .link("cdn.bookstore.example", STORE.cdnAddress())
            .build();

    @ReliabilityTarget("bookstore-api-green")
    static final ManagedProcess GREEN = STORE.api("bookstore-api-green")
            .link("db.bookstore.example", STORE.databaseAddress())
            .link("cdn.bookstore.example", STORE.cdnAddress())
            .build();

    @ReliabilityTarget("bookstore-front-door")
    static final ManagedProcess FRONT_DOOR = STORE.frontDoor().build();

    BookstoreReliabilityIT() {
        super(STORE);
    }

    @Test
    @BlackholeAttack(
            target = "bookstore-api-blue",
            duration = "240s",
            hosts = {"^api.gremlin.com", "cdn.bookstore.example", "db.bookstore.example"})
    @ExpectAlarm(alarm = "bookstore-api-blue-db-connectivity-failed", within = "15s")
    @ExpectAlarm(alarm = "bookstore-api-blue-cdn-connectivity-failed", within = "15s")
    @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "15s")
    void losingDatabaseAndCdnMovesTrafficToGreen(Failover failover) {
        failover.await();
        given().get("/books").then().statusCode(200).header("X-Served-By", "bookstore-api-green");
    }

    @Nested
    class TheStandby {

        @SteadyStateProbe(every = "100ms")
        void servesNobody() {
            given().get("/books").then().statusCode(200).header("X-Served-By", "bookstore-api-blue");
        }

        @Test
        @SteadyState(name = "GET /books", http = "${bookstore.url}/books")
        @BlackholeAttack(
                target = "bookstore-api-green",
                duration = "240s",
                hosts = {"^api.gremlin.com", "cdn.bookstore.example", "db.bookstore.example"})
        @ExpectAlarm(alarm = "bookstore-api-green-db-connectivity-failed", within = "15s")
        @ExpectAlarm(alarm = "bookstore-api-green-cdn-connectivity-failed", within = "15s")
        void losingItsDatabaseAndCdnIsNotNoticedByUsers() {}
    }

    @Test
    @ShutdownAttack(target = "bookstore-api-blue")
    @ExpectAlarm(alarm = "bookstore-api-blue-StatusCheckFailed", within = "15s")
    @ExpectFailover(
            signal = "bookstore",
            from = "bookstore-api-blue",
            to = "bookstore-api-green",
            within = "15s",
            failback = true)
    void losingTheWholeInstanceIsSurvived(Failover failover) {
        failover.await();
        given().body("{\"book\": 3}").post("/orders").then().statusCode(201);
    }

    @Test
    @ShutdownAttack(target = "bookstore-api-blue", reboot = true)
    @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "15s")
    void aRebootIsSurvived() {}

    @Test
    @SteadyState(name = "GET /books", http = "${bookstore.url}/books", timeout = "2s")
    @LatencyAttack(
            target = "bookstore-api-blue",
            hosts = "db.bookstore.example",
            latency = "60ms",
            jitter = "20ms",
            duration = "3s")
    void aSlowDatabaseIsNotNoticedByUsers() {}

    @Test
    @SteadyState(
            name = "an answer of blue",
            http = "${blue.url}/books",
            status = {200, 503},
            timeout = "3s")
    @BlackholeAttack(target = "bookstore-api-blue", hosts = "db.bookstore.example", duration = "5s")
    void aLostDatabaseIsAnsweredInTime() {}

    @Test
    @ShutdownAttack(target = "bookstore-api-blue")
    @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "15s")
    void theMeasuredFailoverIsTheOneThatTheFrontDoorLogged(Failover failover, ExperimentRun run) {
        FailoverResult measured = failover.await();
        Instant bite = Instant.now().minus(run.sinceBite().orElseThrow());
        Instant logged = STORE.lastMove();

        run.note("the front door moved "
                + Duration.between(logged, bite.plus(measured.firstNew())).toMillis()
                + " ms before its first new answer was seen");
        assertThat(logged)
                .isBetween(
                        bite.plus(measured.lastOld()).minus(CLOCKS),
                        bite.plus(measured.firstNew()).plus(CLOCKS));
    }
}
