package com.example.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The system under test: a relay with the upstreams {@code a} and {@code b}. It goes over to {@code b} when {@code a} failed it
 * twice, and back as soon as {@code a} is there again.
 */
final class RelayMain {

    private static final Map<String, RelayMain> FAULTS =
            Map.of("upstream-loss", new RelayMain(), "delay", new RelayMain());
    private static final AtomicInteger FAILURES = new AtomicInteger();

    private final Map<String, Long> endsById = new ConcurrentHashMap<>();
    private final AtomicInteger hits = new AtomicInteger();

    private boolean inForce() {
        endsById.values().removeIf(end -> end - System.nanoTime() < 0);
        return !endsById.isEmpty();
    }

    private boolean hit() {
        return inForce() && hits.incrementAndGet() > 0;
    }

    private String state() {
        String whose = inForce() ? String.join(",", endsById.keySet()) : "nobody";
        if (endsById.isEmpty()) {
            hits.set(0);
        }
        return hits.get() + " hits by " + whose;
    }

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", RelayMain::relay);
        server.createContext("/active", exchange -> answer(exchange, 200, active()));
        server.createContext("/health", exchange -> answer(exchange, 200, active().equals("a") ? "ok" : "degraded"));
        server.createContext("/faults/", RelayMain::fault);
        server.start();
    }

    private static String active() {
        return FAULTS.get("upstream-loss").inForce() && FAILURES.get() >= 2 ? "b" : "a";
    }

    private static void relay(HttpExchange exchange) throws IOException {
        if (FAULTS.get("delay").hit()) {
            pause();
        }
        if (!FAULTS.get("upstream-loss").hit()) {
            FAILURES.set(0);
        } else if (FAILURES.incrementAndGet() <= 2) {
            answer(exchange, 503, "a does not answer");
            return;
        }
        answer(exchange, 200, "from " + active());
    }

    private static void pause() {
        try {
            Thread.sleep(400);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fault(HttpExchange exchange) throws IOException {
        RelayMain fault = FAULTS.get(exchange.getRequestURI().getPath().substring("/faults/".length()));
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String id = query.replaceFirst("id=([^&]*).*", "$1");
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                long seconds = Long.parseLong(query.replaceFirst(".*seconds=", ""));
                fault.endsById.put(id, System.nanoTime() + seconds * 1_000_000_000);
            }
            case "DELETE" -> fault.endsById.keySet().removeIf(one -> query.equals("null") || one.equals(id));
            default -> {
                // is told below
            }
        }
        answer(exchange, 200, fault.state());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
