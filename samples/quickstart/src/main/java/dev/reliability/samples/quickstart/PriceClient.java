package dev.reliability.samples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** What users go through: asks one instance after the other, so that one of them may be down. */
public final class PriceClient {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<URI> instances;

    /** Creates a client of instances, in the order in which they are asked. */
    public PriceClient(List<URI> instances) {
        this.instances = List.copyOf(instances);
    }

    /**
     * Returns the price.
     *
     * @throws IOException if no instance tells it
     */
    public String price() throws IOException, InterruptedException {
        IOException last = new IOException("no instance is known");
        for (URI instance : instances) {
            try {
                HttpRequest request = HttpRequest.newBuilder(instance.resolve("/price"))
                        .timeout(Duration.ofMillis(500))
                        .build();
                return http.send(request, BodyHandlers.ofString()).body();
            } catch (IOException e) {
                last = new IOException(instance + " did not answer", e);
            }
        }
        throw last;
    }
}
