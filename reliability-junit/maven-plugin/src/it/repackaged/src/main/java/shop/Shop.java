package shop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shop, which does without reviews. */
@SpringBootApplication
@RestController
public class Shop {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String reviews;

    Shop(@Value("${shop.reviews.url}") String reviews) {
        this.reviews = reviews;
    }

    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }

    /** Returns a book with its review. */
    @GetMapping("/book")
    public String book() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(reviews)).build();
        try {
            return "Ulysses: "
                    + CLIENT.sendAsync(request, BodyHandlers.ofString())
                            .get(200, TimeUnit.MILLISECONDS)
                            .body();
        } catch (ExecutionException | TimeoutException e) {
            return "Ulysses";
        }
    }
}
