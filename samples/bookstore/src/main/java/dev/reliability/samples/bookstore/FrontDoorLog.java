package dev.reliability.samples.bookstore;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.reliability.samples.bookstore.FailoverSwitch.Move;
import dev.reliability.samples.bookstore.HttpService.Answer;
import dev.reliability.samples.bookstore.HttpService.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Tells over HTTP what a front door answers and when that changed: {@code GET /health} is {@code {"current":
 * "127.0.0.2"}}, {@code GET /log} a list of {@code {"at": "2026-01-01T10:00:00.123Z", "from": "127.0.0.2", "to":
 * "127.0.0.3", "reason": "…"}}.
 */
final class FrontDoorLog {

    private static final int THREADS = 4;

    private final FailoverSwitch failover;

    private FrontDoorLog(FailoverSwitch failover) {
        this.failover = failover;
    }

    static HttpService serve(InetSocketAddress address, FailoverSwitch failover) throws IOException {
        return HttpService.start(address, THREADS, Map.of(), new FrontDoorLog(failover)::handle);
    }

    private Answer handle(Request request) throws IOException {
        return switch (request.path()) {
            case "/health" -> Answer.json(200, this::writeCurrent);
            case "/log" -> Answer.json(200, this::writeMoves);
            default -> Answer.error(404, "there is no " + request.path());
        };
    }

    private void writeCurrent(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("current", failover.current());
        json.writeEndObject();
    }

    private void writeMoves(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Move move : failover.moves()) {
            json.writeStartObject();
            json.writeStringField("at", move.at().toString());
            json.writeStringField("from", move.from());
            json.writeStringField("to", move.to());
            json.writeStringField("reason", move.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
