package dev.reliability.samples.bookstore;

import dev.reliability.samples.bookstore.HttpService.Answer;
import dev.reliability.samples.bookstore.HttpService.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A stand-in for one colour of the Bookstore, healthy or not as the test wants. */
final class Switchable implements AutoCloseable {

    private final HttpService service;
    private volatile boolean healthy = true;

    Switchable(String name) throws IOException {
        service = HttpService.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                4,
                Map.of("X-Served-By", name),
                this::handle);
    }

    String url() {
        return service.url();
    }

    void healthy(boolean now) {
        healthy = now;
    }

    /** From now on nobody listens. */
    void vanish() {
        service.close();
    }

    @Override
    public void close() {
        vanish();
    }

    private Answer handle(Request request) throws IOException {
        return switch (request.path()) {
            case "/health" -> healthy ? Answer.text("ok") : Answer.error(503, "sick");
            case "/echo" ->
                Answer.of(
                        201,
                        "text/plain",
                        (request.method() + " " + request.target() + " "
                                        + new String(request.body(), StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8));
            default -> Answer.error(404, "nothing here");
        };
    }
}
