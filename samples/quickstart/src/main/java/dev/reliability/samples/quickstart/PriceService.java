package dev.reliability.samples.quickstart;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Tells the price of everything: {@code GET /price}. Run it twice, as the service and as its replica. */
public final class PriceService {

    private PriceService() {}

    /**
     * Serves until it is ended.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) throws IOException {
        byte[] price = "42".getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/price", exchange -> {
            exchange.sendResponseHeaders(200, price.length);
            exchange.getResponseBody().write(price);
            exchange.close();
        });
        server.start();
    }
}
