package dev.reliability.samples.bookstore;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

/**
 * Bookstores that must never be green. Not run by the build as tests: {@link UnreliableBookstoreTest} runs each and reads
 * its verdict.
 */
final class UnreliableBookstores {

    private UnreliableBookstores() {}

    /** The reliable Bookstore, of which each variant breaks one part. */
    abstract static class Variant implements OnThisMachine {

        private final Bookstore store;

        @ReliabilityTarget("bookstore-database")
        final ManagedProcess database;

        @ReliabilityTarget("bookstore-cdn")
        final ManagedProcess cdn;

        @ReliabilityTarget("bookstore-api-blue")
        final ManagedProcess blue;

        @ReliabilityTarget("bookstore-api-green")
        final ManagedProcess green;

        @ReliabilityTarget("bookstore-front-door")
        final ManagedProcess frontDoor;

        Variant() {
            this(Bookstore.onThisMachine());
        }

        private Variant(Bookstore store) {
            this.store = store;
            database = store.database().build();
            cdn = store.cdn().build();
            blue = blue(api(store, "bookstore-api-blue")).build();
            green = api(store, "bookstore-api-green").build();
            frontDoor = frontDoor(store.frontDoor()).build();
        }

        @ReliabilityProperty("reliability.profile")
        String profile() {
            return store.profile();
        }

        @Override
        public Bookstore store() {
            return store;
        }

        ManagedProcess.Builder blue(ManagedProcess.Builder reliable) {
            return reliable;
        }

        ManagedProcess.Builder frontDoor(ManagedProcess.Builder reliable) {
            return reliable;
        }

        private static ManagedProcess.Builder api(Bookstore store, String name) {
            return store.api(name)
                    .link("db.bookstore.example", store.databaseAddress())
                    .link("cdn.bookstore.example", store.cdnAddress());
        }
    }

    /** Blue always says that it is healthy. */
    @SteadyState(http = "${bookstore.url}/books", outage = "15s")
    static class WithoutHealthCheck extends Variant {

        @Override
        ManagedProcess.Builder blue(ManagedProcess.Builder reliable) {
            return reliable.env("HEALTH", "always-ok");
        }

        @Test
        @BlackholeAttack(
                target = "bookstore-api-blue",
                hosts = {"db.bookstore.example", "cdn.bookstore.example"})
        @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "5s")
        void losingDatabaseAndCdnMovesTrafficToGreen() {}
    }

    /** The front door knows blue alone. */
    @SteadyState(name = "GET /books", http = "${bookstore.url}/books", outage = "2s")
    static class WithoutSecondary extends Variant {

        @Override
        ManagedProcess.Builder frontDoor(ManagedProcess.Builder reliable) {
            return reliable.env("SECONDARY", "");
        }

        @Test
        @BlackholeAttack(target = "bookstore-api-blue", hosts = "db.bookstore.example", duration = "6s")
        void losingTheDatabaseIsOverSoon() {}
    }

    /** Requests wait for the database for ever. */
    @SteadyState(
            name = "an answer of blue",
            http = "${blue.url}/books",
            status = {200, 503},
            timeout = "3s")
    static class WithoutPoolTimeout extends Variant {

        @Override
        ManagedProcess.Builder blue(ManagedProcess.Builder reliable) {
            return reliable.env("POOL_TIMEOUT", "never");
        }

        @Test
        @BlackholeAttack(target = "bookstore-api-blue", hosts = "db.bookstore.example", duration = "5s")
        void aLostDatabaseIsAnsweredInTime() {}
    }

    /** Payments are cut off, but nobody pays: whether the Bookstore survives that remains unknown. */
    @SteadyState(name = "GET /books", http = "${bookstore.url}/books")
    static class WithoutTraffic extends Variant {

        @Override
        ManagedProcess.Builder blue(ManagedProcess.Builder reliable) {
            return reliable.link("payments.bookstore.example", store().cdnAddress());
        }

        @Test
        @BlackholeAttack(target = "bookstore-api-blue", hosts = "payments.bookstore.example", duration = "3s")
        void losingPaymentsIsNotNoticed() {}
    }
}
