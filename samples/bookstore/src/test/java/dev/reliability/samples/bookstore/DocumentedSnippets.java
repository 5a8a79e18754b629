package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.junit.Attack;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.CpuAttack;
import dev.reliability.junit.DisconnectAttack;
import dev.reliability.junit.DnsAttack;
import dev.reliability.junit.ExpectAlarm;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.Failover;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.Named;
import dev.reliability.junit.PacketLossAttack;
import dev.reliability.junit.ProcessKillAttack;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.Runbook;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.junit.StopWhen;
import dev.reliability.local.ManagedProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the documentation shows, so that it compiles. Not run by the build. */
final class DocumentedSnippets {

    private DocumentedSnippets() {}

    @SteadyState(http = "${bookstore.url}/books", timeout = "3s", outage = "60s", tolerate = "1%")
    @SteadyState(
            http = "${bookstore.url}/orders",
            headers = {"Authorization: Bearer ${bookstore.token}", "Accept: application/json"})
    @Runbook("https://wiki.example/bookstore/failover")
    static class OfClasses {

        @ReliabilityTarget("bookstore-api-blue")
        static final ManagedProcess BLUE = ManagedProcess.command("java", "-jar", "bookstore.jar", "--port=8081")
                .link("db.bookstore.example", "127.0.0.1:5432")
                .env("DB_URL", "jdbc:postgresql://${link.db.bookstore.example}/books")
                .readyWhen("http://127.0.0.1:8081/health")
                .build();

        @ReliabilityTarget("replica")
        static final String REPLICA = "process:4711";

        @ReliabilityProperty("bookstore.url")
        static String url() {
            return "http://127.0.0.1:8081";
        }

        @SteadyStateProbe(outage = "5s")
        boolean ordersAreAccepted() {
            return new Orders().submit();
        }
    }

    private static final class Orders {
        boolean submit() {
            return true;
        }
    }

    @Test
    @BlackholeAttack(
            target = "bookstore-api-blue",
            duration = "240s",
            hosts = {"^api.gremlin.com", "cdn.bookstore.example", "db.bookstore.example"})
    void blackhole() {}

    @Test
    @LatencyAttack(target = "bookstore-api-blue", hosts = "db.bookstore.example", latency = "60ms", jitter = "20ms")
    void latency() {}

    @Test
    @PacketLossAttack(target = "bookstore-api-blue", hosts = "db.bookstore.example", percent = 30)
    void packetLoss() {}

    @Test
    @DnsAttack(target = "bookstore-api-blue", duration = "30s")
    void dns() {}

    @Test
    @DisconnectAttack(target = "shop-db", network = "shop_backend", duration = "30s")
    void disconnect() {}

    @Test
    @CpuAttack(target = "bookstore-api-blue", cores = 1, percent = 90, duration = "30s")
    void cpu() {}

    @Test
    @ShutdownAttack(target = "bookstore-api-blue")
    void shutdown() {}

    @Test
    @ShutdownAttack(target = "bookstore-api-blue", reboot = true)
    void reboot() {}

    @Test
    @ProcessKillAttack(target = "bookstore-api-blue", signal = "STOP", duration = "10s")
    void freeze() {}

    @Test
    @ShutdownAttack(target = "bookstore-api-blue")
    @ExpectFailover(
            signal = "bookstore",
            from = "bookstore-api-blue",
            to = "bookstore-api-green",
            within = "90s",
            failback = true)
    void failover(Failover failover) {
        FailoverResult moved = failover.await();
        assertThat(moved.error()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @BlackholeAttack(target = "bookstore-api-blue", hosts = "db.bookstore.example")
    @ExpectAlarm(alarm = "bookstore-api-blue-db-connectivity-failed", within = "60s")
    void alarm() {}

    @Test
    @ShutdownAttack(target = "replica")
    @StopWhen(alarm = "checkout-errors")
    @StopWhen(http = "${bookstore.url}/checkout", outage = "5s")
    void stop() {}

    @Test
    @ShutdownAttack(target = "bookstore-api-blue", name = "blue goes")
    @LatencyAttack(target = "bookstore-api-green", hosts = "db.bookstore.example", name = "green is slow")
    void named(@Named("blue goes") Attack attack) {
        attack.awaitBite();
        attack.revert();
    }

    @SteadyState(http = "${bookstore.url}/books", status = 200, timeout = "3s", outage = "60s", tolerate = "1%")
    @Runbook("https://wiki.example/bookstore/failover")
    class BookstoreReliabilityIT {

        @Test
        @ShutdownAttack(target = "bookstore-api-blue")
        void losingAnInstanceIsSurvived() {
            // what must work while the instance is down
        }
    }

    @ExperimentFiles("experiments")
    class ExperimentsIT {}

    /** Plain Java. */
    static ExperimentResult fluent(ManagedProcess service) {
        return Reliability.experiment("the replica takes over")
                .target("service", service)
                .steadyState(SteadyStateSpec.http("http://127.0.0.1:8080/books").outage("5s"))
                .attack(FaultSpec.shutdown("service"))
                .run(() -> buyABook());
    }

    private static void buyABook() {}
}
