package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.local.ManagedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A side that serves again must serve well: what the other side answered before is no recovery. */
class RecoveryAfterFailbackTest {

    private static final int ANSWERS_UNTIL_FAILBACK = 20;

    private final ManagedProcess blue =
            ManagedProcess.command("sleep", "60").name("blue").build();
    private final AtomicInteger answersSinceRestart = new AtomicInteger();
    private boolean blueRecovers;
    private HttpServer frontDoor;

    @BeforeEach
    void start() throws IOException {
        frontDoor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        frontDoor.createContext("/", this::answer);
        frontDoor.start();
        blue.start();
    }

    @AfterEach
    void stop() {
        frontDoor.stop(0);
        blue.close();
    }

    @Test
    void aSideThatServesAgainButBadlyFails() {
        ExperimentResult result = run();

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.message())
                .isEqualTo("FAILED: \"GET /books\" did not recover within 1 s of the failback to blue after shutdown"
                        + " of blue (expected 200, got 500). Reverted; nothing left behind.");
    }

    @Test
    void aSideThatServesAgainAndWellPasses() {
        blueRecovers = true;

        assertThat(run().message()).startsWith("PASSED");
    }

    private ExperimentResult run() {
        String url = "http://127.0.0.1:" + frontDoor.getAddress().getPort();
        return Reliability.experiment("failback")
                .target("blue", blue)
                .property("target.blue.identity", "blue")
                .property("target.green.identity", "green")
                .steadyState(SteadyStateSpec.http(url + "/books").recoverWithin("1s"))
                .attack(FaultSpec.shutdown("blue"))
                .expect(new FailoverSpec(
                        url + "/who#header:X-Served-By", "blue", "green", "30s", true, "", new Place("failover", "")))
                .evaluate(() -> {});
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean restarted = blue.startCount() > 1;
        boolean signal = exchange.getRequestURI().getPath().equals("/who");
        boolean isBlue = blue.isAlive()
                && (!restarted
                        || (signal ? answersSinceRestart.incrementAndGet() : answersSinceRestart.get())
                                > ANSWERS_UNTIL_FAILBACK);
        exchange.getResponseHeaders().add("X-Served-By", isBlue ? "blue" : "green");
        exchange.sendResponseHeaders(isBlue && restarted && !signal && !blueRecovers ? 500 : 200, -1);
        exchange.close();
    }
}
