package dev.reliability.samples.containers;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** What the documentation shows, on an image that needs no registry. */
class OrdersReliability {

    private static final DockerImageName IMAGE = DockerImageName.parse("reliability-sample:busybox");

    static final GenericContainer<?> SHOP = new GenericContainer<>(IMAGE).withCommand("sleep", "3600");

    @ReliabilityTarget("db")
    static final GenericContainer<?> DB = new GenericContainer<>(IMAGE)
            .withCommand("sh", "-c", "echo orders >/tmp/index.html; exec httpd -f -p 80 -h /tmp");

    @BeforeAll
    static void start() {
        SHOP.start();
        DB.start();
    }

    @AfterAll
    static void stop() {
        DB.stop();
        SHOP.stop();
    }

    @SteadyStateProbe(outage = "20s", timeout = "5s", every = "500ms")
    boolean orders() throws IOException, InterruptedException {
        return SHOP.execInContainer("sh", "-c", "echo 'GET / HTTP/1.0' | nc -w 1 \"$0\" 80", ip())
                .getStdout()
                .contains("orders");
    }

    private static String ip() {
        return DB.getCurrentContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .findFirst()
                .orElseThrow()
                .getIpAddress();
    }

    @Test
    @ShutdownAttack(target = "db", reboot = true)
    void ordersSurviveARestartOfTheDatabase() {}
}
