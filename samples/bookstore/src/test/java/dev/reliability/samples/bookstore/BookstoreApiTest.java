package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BookstoreApiTest {

    private static final String HEALTHY = "{\"database\":true,\"cdn\":true}";

    private static SampleProcess database;
    private static SampleProcess cdn;
    private static SampleProcess api;
    private static Relay databaseRelay;
    private static Relay cdnRelay;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        int databasePort = BookstoreCommand.freePort("127.0.0.1");
        int cdnPort = BookstoreCommand.freePort("127.0.0.1");
        database = SampleProcess.launch(BookstoreCommand.database(databasePort));
        cdn = SampleProcess.launch(BookstoreCommand.cdn("127.0.0.1", cdnPort));
        databaseRelay = Relay.to(databasePort);
        cdnRelay = Relay.to(cdnPort);
        int port = BookstoreCommand.freePort("127.0.0.1");
        url = "http://127.0.0.1:" + port;
        api = SampleProcess.launch(command(port));
        database.awaitReady();
        cdn.awaitReady();
        api.awaitReady();
        awaitHealth(url, 200, HEALTHY);
    }

    @AfterEach
    void repair() {
        databaseRelay.speak();
        cdnRelay.speak();
        awaitHealth(url, 200, HEALTHY);
    }

    @AfterAll
    static void stop() throws InterruptedException, IOException {
        assertThat(List.of(api.stop(), cdn.stop(), database.stop()))
                .as("exit codes after SIGTERM")
                .containsOnly(143);
        databaseRelay.close();
        cdnRelay.close();
    }

    @Test
    void sellsBooks() throws Exception {
        HttpResponse<String> books = Http.get(url + "/books");
        assertThat(books.statusCode()).isEqualTo(200);
        assertThat(books.body())
                .startsWith(
                        "[{\"id\":1,\"title\":\"Pride and Prejudice\",\"author\":\"Jane Austen\",\"priceCents\":899}")
                .contains("\"id\":12,");
        assertThat(Http.get(url + "/books/5").body()).contains("The Time Machine");

        assertThat(Http.post(url + "/orders", "{\"book\": 5, \"quantity\": 2}"))
                .returns(201, HttpResponse::statusCode)
                .extracting(HttpResponse::body)
                .asString()
                .matches("\\{\"order\":\\d+}");

        HttpResponse<String> cover = Http.get(url + "/books/5/cover");
        assertThat(cover.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(cover.body()).startsWith("<svg").contains(">5</text>");
    }

    @Test
    void saysWhoItIsWithEveryAnswer() throws Exception {
        for (String path : List.of("/books", "/books/1", "/books/99", "/books/99/cover", "/health", "/nothing")) {
            assertThat(Http.get(url + path).headers().firstValue("X-Served-By"))
                    .as(path)
                    .contains("bookstore-api-blue");
        }
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        assertThat(Http.get(url + "/books/99").statusCode()).isEqualTo(404);
        assertThat(Http.get(url + "/books/99/cover").statusCode()).isEqualTo(404);
        assertThat(Http.get(url + "/nothing").statusCode()).isEqualTo(404);
        assertThat(Http.get(url + "/orders").statusCode()).isEqualTo(405);
        assertThat(Http.post(url + "/books", "{}").statusCode()).isEqualTo(405);
        assertThat(Http.post(url + "/orders", "no json").statusCode()).isEqualTo(400);
        assertThat(Http.post(url + "/orders", "{\"book\": 5, \"quantity\": 0}").statusCode())
                .isEqualTo(400);
        assertThat(Http.post(url + "/orders", "{\"book\": 99}").statusCode()).isEqualTo(404);
    }

    @Test
    void isUnhealthyWhileTheDatabaseIsSilent() throws Exception {
        databaseRelay.silence();

        awaitHealth(url, 503, "{\"database\":false,\"cdn\":true}");
        assertThat(Http.get(url + "/books").statusCode()).isEqualTo(503);
        assertThat(Http.get(url + "/books/1/cover").statusCode()).isEqualTo(200);

        databaseRelay.speak();
        awaitHealth(url, 200, HEALTHY);
        awaiting().untilAsserted(() -> assertThat(Http.status(url + "/books")).isEqualTo(200));
    }

    @Test
    void isUnhealthyWhileTheCdnIsSilent() throws Exception {
        cdnRelay.silence();

        awaitHealth(url, 503, "{\"database\":true,\"cdn\":false}");
        assertThat(Http.get(url + "/books/1/cover").statusCode()).isEqualTo(502);
        assertThat(Http.get(url + "/books").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutHealthCheckItClaimsToBeHealthy() throws Exception {
        databaseRelay.silence();
        int port = BookstoreCommand.freePort("127.0.0.1");
        String unreliable = "http://127.0.0.1:" + port;
        try (SampleProcess process = SampleProcess.launch(command(port).with("HEALTH", "always-ok"))) {
            process.awaitReady();

            assertThat(Http.get(unreliable + "/books").statusCode()).isEqualTo(503);
            awaitHealth(unreliable, 200, HEALTHY);
        }
    }

    @Test
    void poolWithoutTimeoutsStaysStuckWhenTheSilenceIsOver() throws Exception {
        int port = BookstoreCommand.freePort("127.0.0.1");
        String unreliable = "http://127.0.0.1:" + port;
        BookstoreCommand command = command(port).with("POOL_TIMEOUT", "never").with("POOL_SIZE", "2");
        try (SampleProcess process = SampleProcess.launch(command)) {
            process.awaitReady();
            awaitHealth(unreliable, 200, HEALTHY);
            awaiting().untilAsserted(() -> assertThat(Http.status(unreliable + "/books"))
                    .isEqualTo(200));

            databaseRelay.silence();
            var asked = IntStream.range(0, 3)
                    .mapToObj(i -> Http.getLater(unreliable + "/books"))
                    .toList();
            awaitHealth(unreliable, 503, "{\"database\":false,\"cdn\":true}");
            databaseRelay.speak();

            awaitHealth(unreliable, 200, HEALTHY);
            assertHangs(unreliable + "/books");
            assertThat(asked).noneMatch(CompletableFuture::isDone);
            assertThat(Http.get(url + "/books").statusCode())
                    .as("the reliable one")
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhatIsWrongWithItsEnvironment() throws Exception {
        try (SampleProcess process = SampleProcess.launch(command(0).with("POOL_TIMEOUT", "soon"))) {
            assertThat(process.awaitExit()).isEqualTo(1);
            awaiting().untilAsserted(() -> assertThat(process.output())
                    .contains("bookstore-api-blue could not start: environment variable POOL_TIMEOUT must be"
                            + " a duration such as 250ms or 3s, but is 'soon'"));
        }
    }

    private static BookstoreCommand command(int port) {
        return BookstoreCommand.api(
                        "bookstore-api-blue",
                        "127.0.0.1",
                        port,
                        databaseRelay.address(),
                        "http://" + cdnRelay.address())
                .with("HEALTH_INTERVAL", "100ms")
                .with("HEALTH_TIMEOUT", "300ms");
    }

    private static void assertHangs(String url) {
        assertThatThrownBy(() -> Http.get(url, Duration.ofMillis(1500))).isInstanceOf(HttpTimeoutException.class);
    }

    private static void awaitHealth(String url, int status, String body) {
        awaiting().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(
                        Http.get(url + "/health"))
                .returns(status, HttpResponse::statusCode)
                .returns(body, HttpResponse::body));
    }

    private static ConditionFactory awaiting() {
        return await().atMost(SampleProcess.PATIENCE).pollInterval(Duration.ofMillis(50));
    }
}
