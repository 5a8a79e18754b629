package com.example.relay;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.SharedClients;
import dev.reliability.spi.TargetContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP interface of a relay: {@code relay:http://host:port}. */
record RelayApi(URI base, String admin) {

    static RelayApi of(Address address, String admin) {
        if (!address.value().matches("https?://[^/?#\\s]+")) {
            throw new PlanException("\"" + address + "\" is not a relay: write relay:http://host:port");
        }
        return new RelayApi(URI.create(address.value()), admin);
    }

    static RelayApi of(Address address, TargetContext context) {
        return of(address, context.attribute("admin").orElse("/faults"));
    }

    String get(String path, Duration timeout) throws IOException, InterruptedException {
        return call("GET", path, timeout);
    }

    /** What is in force of a fault: the ids of whoever injected it, and how many requests it hit. */
    String fault(String method, String name, String query) throws IOException, InterruptedException {
        return call(method, admin + "/" + name + query, Duration.ofSeconds(5));
    }

    /** One for all relays; closed at the end of the test plan. */
    private static HttpClient http() {
        return SharedClients.of(Http.class, "relays", unused -> Http.open()).client();
    }

    private record Http(HttpClient client, ExecutorService threads) implements AutoCloseable {

        static Http open() {
            ExecutorService threads = Executors.newCachedThreadPool();
            return new Http(HttpClient.newBuilder().executor(threads).build(), threads);
        }

        @Override
        public void close() {
            threads.shutdown();
        }
    }

    private String call(String method, String path, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(timeout)
                .build();
        HttpResponse<String> response = http().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + request.uri() + " answered " + response.statusCode());
        }
        return response.body().strip();
    }
}
