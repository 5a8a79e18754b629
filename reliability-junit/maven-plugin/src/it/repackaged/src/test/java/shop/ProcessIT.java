package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The repackaged jar as processes of their own. */
class ProcessIT {

    private static final HttpClient USER = HttpClient.newHttpClient();
    private static final String UPSTREAM = Reviews.start();
    private static final int BLUE_PORT = freePort();
    private static final int GREEN_PORT = freePort();

    @ReliabilityTarget("blue")
    static final ManagedProcess BLUE = instance(BLUE_PORT);

    @ReliabilityTarget("green")
    static final ManagedProcess GREEN = instance(GREEN_PORT);

    private static ManagedProcess instance(int port) {
        return ManagedProcess.command(
                        "java",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        "target/boot-shop-1.jar",
                        "--server.port=" + port,
                        "--shop.reviews.url=http://${link.reviews}/")
                .link("reviews", UPSTREAM)
                .readyWhen("http://127.0.0.1:" + port + "/book")
                .build();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String book(int port) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/book")).build();
        try {
            return USER.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "nobody answers";
        }
    }

    @SteadyStateProbe(every = "50ms")
    boolean booksAreSold() throws InterruptedException {
        return book(BLUE_PORT).startsWith("Ulysses") || book(GREEN_PORT).startsWith("Ulysses");
    }

    @Test
    @BlackholeAttack(target = "blue", hosts = "reviews", duration = "2s")
    void losingReviewsIsNotNoticed() throws InterruptedException {
        assertEquals("Ulysses", book(BLUE_PORT));
    }

    @Test
    @ShutdownAttack(target = "blue")
    void losingBlueIsNotNoticed() throws InterruptedException {
        assertEquals("nobody answers", book(BLUE_PORT));
    }

    @AfterEach
    void allIsAsBefore() throws InterruptedException {
        assertEquals("Ulysses: good", book(BLUE_PORT));
    }
}
