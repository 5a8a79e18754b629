package dev.reliability.samples.greeting;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Greets by name. The naive one waits for as long as it takes until a greeter answers; with {@code PATIENCE} it gives up in
 * time and greets without one.
 */
public final class Webapp {

    private static final Duration TRY = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TRY).build();
    private final List<URI> greeters;
    private final URI name;
    private final Optional<Duration> patience;

    private Webapp(List<URI> greeters, URI name, Optional<Duration> patience) {
        this.greeters = greeters;
        this.name = name;
        this.patience = patience;
    }

    /**
     * Serves until it is ended. Reads {@code PORT}, {@code GREETERS} (URLs, comma-separated), {@code NAME} (a URL), and
     * {@code PATIENCE} (milliseconds; without it, for ever) from the environment.
     */
    public static void main(String[] arguments) throws IOException {
        Webapp webapp = new Webapp(
                Stream.of(System.getenv("GREETERS").split(",")).map(URI::create).toList(),
                URI.create(System.getenv("NAME")),
                Optional.ofNullable(System.getenv("PATIENCE"))
                        .map(Long::valueOf)
                        .map(Duration::ofMillis));
        TextService.serve(Integer.parseInt(System.getenv("PORT")), exchange -> {
            if (exchange.getRequestURI().getPath().equals("/health")) {
                TextService.answer(exchange, 200, "up");
                return;
            }
            long begin = System.nanoTime();
            String greeting = webapp.greeting();
            System.out.println("GET " + exchange.getRequestURI() + " took "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms: " + greeting);
            TextService.answer(exchange, 200, greeting);
        });
    }

    private String greeting() throws IOException {
        try {
            long begin = System.nanoTime();
            while (patience.isEmpty()
                    || System.nanoTime() - begin < patience.get().toNanos()) {
                for (URI greeter : greeters) {
                    Optional<String> word = ask(greeter);
                    if (word.isPresent()) {
                        return word.get() + ", " + ask(name).orElse("you") + "!";
                    }
                }
                Thread.sleep(PAUSE.toMillis());
            }
            return "Good day, " + ask(name).orElse("you") + "!";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Optional<String> ask(URI service) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service).timeout(TRY).build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            System.out.println(service + " does not answer: " + e);
            return Optional.empty();
        }
    }
}
