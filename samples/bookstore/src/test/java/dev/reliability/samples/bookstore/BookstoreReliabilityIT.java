package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.FailoverResult;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.Failover;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * The tests of every Bookstore, and a slow database, where each part is a process of this machine. With the profile
 * {@code production} no process is started, and the tests that have a tag attack what the profile says.
 */
class BookstoreReliabilityIT extends BookstoreReliability implements OnThisMachine {

    /** The log is written in whole milliseconds, just after the move. */
    private static final Duration CLOCKS = Duration.ofMillis(20);

    static final Bookstore STORE = Bookstore.onThisMachine();

    /** Static, since it decides which processes are started before there is a test. */
    @ReliabilityProperty("reliability.profile")
    static String profile() {
        return System.getProperty("reliability.profile", STORE.profile());
    }

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

    @Override
    public Bookstore store() {
        return STORE;
    }

    @Override
    RequestSpecification given() {
        return Users.of(STORE);
    }

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
