package dev.reliability.samples.bookstore;

import dev.reliability.experiment.When;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ExpectAlarm;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.Failover;
import dev.reliability.junit.Runbook;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The Bookstore survives the loss of its database and its CDN, and of a whole instance: on processes of this machine, on
 * hosts that are attacked over SSH, and in production. Only the profile says what {@code bookstore-api-blue} is. The tags are the
 * steps of the pipeline.
 */
@SteadyState(
        name = "GET /books",
        http = "${bookstore.url}/books",
        status = 200,
        timeout = "3s",
        outage = "15s",
        tolerate = "1%")
@Runbook("https://wiki.example/bookstore/failover")
abstract class BookstoreReliability {

    /** A request of a user, who goes where DNS says at that moment. */
    abstract RequestSpecification given();

    @Test
    @Tag("blue")
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
        @Tag("green")
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
    @Tag("disaster-recovery")
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
    @Tag("disaster-recovery")
    @ShutdownAttack(target = "bookstore-api-blue", reboot = true)
    @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "15s")
    void aRebootIsSurvived() {}

    @Test
    @Tag("blue")
    @SteadyState(
            name = "GET /books",
            http = "${bookstore.url}/books",
            when = {When.BEFORE, When.AFTER})
    @SteadyState(
            name = "an answer of blue",
            http = "${blue.url}/books",
            status = {200, 503},
            timeout = "3s")
    @BlackholeAttack(target = "bookstore-api-blue", hosts = "db.bookstore.example", duration = "5s")
    void aLostDatabaseIsAnsweredInTime() {}
}
