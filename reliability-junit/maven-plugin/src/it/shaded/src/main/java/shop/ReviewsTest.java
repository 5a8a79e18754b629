package shop;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Needs a witness: a process of its own. */
class ReviewsTest {

    private static final HttpClient USER = HttpClient.newHttpClient();
    private static final HttpServer SERVER = server();

    @ReliabilityTarget("reviews")
    static final Link REVIEWS = Link.to("127.0.0.1:" + SERVER.getAddress().getPort());

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SteadyStateProbe(every = "50ms")
    boolean reviewsAreShown() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + REVIEWS.address() + "/")).build();
        return USER.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    @Test
    @LatencyAttack(target = "reviews", latency = "10ms", duration = "1s")
    void slowReviewsAreShown() {}
}
