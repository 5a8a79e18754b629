package dev.reliability.samples.bookstore;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.Failover;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

/** The same system behind a front door that passes HTTP on: the one for machines with a single loopback address. */
@SteadyState(name = "GET /books", http = "${bookstore.url}/books", outage = "15s", tolerate = "1%")
class BookstoreBehindHttpIT implements OnThisMachine {

    static final Bookstore STORE = Bookstore.behindHttp();

    @ReliabilityProperty("reliability.profile")
    static String profile() {
        return STORE.profile();
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

    @Test
    @BlackholeAttack(
            target = "bookstore-api-blue",
            duration = "240s",
            hosts = {"cdn.bookstore.example", "db.bookstore.example"})
    @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "15s")
    void losingDatabaseAndCdnMovesTrafficToGreen(Failover failover) {
        failover.await();
    }
}
