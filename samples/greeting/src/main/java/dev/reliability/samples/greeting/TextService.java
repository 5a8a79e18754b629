package dev.reliability.samples.greeting;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Answers every request with the same word: the greeter and the name service, depending on the word. */
public final class TextService {

    private TextService() {}

    /**
     * Serves until it is ended.
     *
     * @param arguments the port and the word
     */
    public static void main(String[] arguments) throws IOException {
        serve(Integer.parseInt(arguments[0]), exchange -> answer(exchange, 200, arguments[1]));
    }

    static void serve(int port, Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address(), port), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    /** On one machine nobody else is to reach it; in a container {@code BIND} says where it is reached. */
    private static InetAddress address() throws UnknownHostException {
        String bind = System.getenv("BIND");
        return bind == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(bind);
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Answers a request. */
    interface Handler {

        void handle(HttpExchange exchange) throws IOException;
    }
}
