package dev.reliability.samples.bookstore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An HTTP server with a bounded number of threads, for answers that fit into memory. */
final class HttpService implements AutoCloseable {

    private static final int LARGEST_BODY = 64 * 1024;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Handler handler;
    private final Map<String, String> headers;

    interface Handler {
        Answer handle(Request request) throws Exception;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Request(String method, URI target, Map<String, String> headers, byte[] body) {

        String path() {
            return target.getPath();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, Map<String, String> headers, byte[] body) {

        static Answer of(int status, String contentType, byte[] body) {
            return new Answer(status, Map.of("Content-Type", contentType), body);
        }

        static Answer json(int status, Json.Content content) throws IOException {
            return of(status, "application/json", Json.write(content));
        }

        static Answer error(int status, String message) throws IOException {
            return json(status, json -> {
                json.writeStartObject();
                json.writeStringField("error", message);
                json.writeEndObject();
            });
        }

        static Answer text(String text) {
            return of(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private HttpService(HttpServer server, int threads, Map<String, String> headers, Handler handler) {
        this.server = server;
        this.handler = handler;
        this.headers = headers;
        this.threads = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Starts to listen; {@code headers} go out with every answer, errors included. */
    static HttpService start(InetSocketAddress address, int threads, Map<String, String> headers, Handler handler)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (BindException e) {
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort(), e);
        }
        HttpService service = new HttpService(server, threads, headers, handler);
        server.setExecutor(service.threads);
        server.createContext("/", service::serve);
        server.start();
        return service;
    }

    String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            headers.forEach(exchange.getResponseHeaders()::set);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodyless = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
            exchange.sendResponseHeaders(answer.status(), bodyless ? -1 : answer.body().length);
            if (!bodyless) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            return Answer.error(413, "a body may have " + LARGEST_BODY + " bytes");
        }
        Map<String, String> received = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> received.put(name, String.join(", ", values)));
        Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI(), received, body);
        try {
            return handler.handle(request);
        } catch (Exception e) {
            System.err.println(request.method() + " " + request.target() + " failed: " + SampleMain.describe(e));
            return Answer.error(500, SampleMain.describe(e));
        }
    }
}
