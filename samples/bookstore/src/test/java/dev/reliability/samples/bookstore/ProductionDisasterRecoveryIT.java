package dev.reliability.samples.bookstore;

import dev.reliability.aws.RdsFailoverAttack;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.Runbook;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What only production has: a database with a standby, and records of Route 53. Run by the pipeline with the profile {@code production},
 * and by {@link ProductionInABoxIT}.
 */
@Tag("disaster-recovery")
@SteadyState(name = "GET /books", http = "${bookstore.url}/books", timeout = "3s", outage = "2m", recoverWithin = "2m")
@Runbook("https://wiki.example/bookstore/failover")
class ProductionDisasterRecoveryIT {

    @Test
    @RdsFailoverAttack(target = "bookstore-database")
    void theDatabaseFailsOverToItsStandby() {}

    @Test
    @ShutdownAttack(target = "bookstore-api-blue")
    @ExpectFailover(signal = "bookstore-record", from = "bookstore-api-blue", to = "bookstore-api-green", within = "2m")
    @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "2m")
    void nameServersAnswerWhatTheHealthCheckDecides() {}
}
