package dev.reliability.internal.toxiproxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The part of Toxiproxy's HTTP API that is used here, with one proxy, {@code db}, through which nothing really goes. */
final class FakeToxiproxy implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOXICS = "/proxies/db/toxics";

    private final HttpServer server;
    final Map<String, ObjectNode> toxics = new LinkedHashMap<>();
    volatile boolean metrics = true;
    volatile boolean enabled = true;
    volatile boolean stubborn;
    final AtomicLong received = new AtomicLong(1_000);
    final AtomicLong sent = new AtomicLong(1_000);

    FakeToxiproxy() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            synchronized (toxics) {
                answer(exchange);
            }
        });
        server.start();
    }

    String address(String proxy) {
        return "toxiproxy://127.0.0.1:" + server.getAddress().getPort() + "/" + proxy;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String call = exchange.getRequestMethod() + " " + path;
        if (call.equals("GET /proxies")) {
            reply(exchange, 200, "{\"db\": {}}");
        } else if (call.equals("GET /proxies/db")) {
            ObjectNode proxy = JSON.createObjectNode()
                    .put("name", "db")
                    .put("upstream", "postgres:5432")
                    .put("enabled", enabled);
            toxics.values().forEach(proxy.putArray("toxics")::add);
            reply(exchange, 200, proxy.toString());
        } else if (call.equals("POST " + TOXICS)) {
            ObjectNode toxic = (ObjectNode) JSON.readTree(exchange.getRequestBody());
            toxics.put(toxic.path("name").asText(), toxic);
            reply(exchange, 200, toxic.toString());
        } else if (call.startsWith("DELETE " + TOXICS + "/")) {
            String name = path.substring(TOXICS.length() + 1);
            boolean known = stubborn ? toxics.containsKey(name) : toxics.remove(name) != null;
            reply(exchange, known ? 204 : 404, "");
        } else if (call.equals("GET /metrics") && metrics) {
            reply(exchange, 200, counter("received", received.get()) + counter("sent", sent.get()));
        } else {
            reply(exchange, 404, "{\"error\": \"not found\"}");
        }
    }

    private static String counter(String what, long bytes) {
        return "toxiproxy_proxy_" + what + "_bytes_total{direction=\"upstream\",listener=\"[::]:1\",proxy=\"db\","
                + "upstream=\"postgres:5432\"} " + bytes + "\ntoxiproxy_proxy_" + what
                + "_bytes_total{direction=\"upstream\",listener=\"[::]:2\",proxy=\"other\",upstream=\"x:1\"} 77\n";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
