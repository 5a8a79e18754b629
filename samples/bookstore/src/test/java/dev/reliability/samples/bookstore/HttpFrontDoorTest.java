package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpFrontDoorTest {

    @Test
    void passesRequestsToTheHealthySide() throws Exception {
        int port = BookstoreCommand.freePort("127.0.0.1");
        int httpPort = BookstoreCommand.freePort("127.0.0.1");
        String url = "http://127.0.0.1:" + port + "/echo?a=b%20c";
        try (Switchable blue = new Switchable("blue");
                Switchable green = new Switchable("green")) {
            BookstoreCommand command = BookstoreCommand.frontDoor(
                            port, httpPort, blue.url(), green.url(), blue.url() + "/health")
                    .with("INTERVAL", "100ms");
            try (SampleProcess frontDoor = SampleProcess.launch(command).awaitReady()) {
                assertThat(Http.get(url))
                        .returns(201, HttpResponse::statusCode)
                        .returns("GET /echo?a=b%20c ", HttpResponse::body)
                        .returns("blue", HttpFrontDoorTest::servedBy);
                assertThat(Http.post(url, "{}"))
                        .returns("POST /echo?a=b%20c {}", HttpResponse::body)
                        .returns("blue", HttpFrontDoorTest::servedBy);
                assertThat(Http.get("http://127.0.0.1:" + port + "/missing").statusCode())
                        .isEqualTo(404);

                blue.healthy(false);
                awaitServedBy("green", url);
                blue.healthy(true);
                awaitServedBy("blue", url);
                blue.vanish();
                awaitServedBy("green", url);

                green.vanish();
                assertThat(Http.get(url).statusCode()).isEqualTo(502);
                assertThat(Http.get("http://127.0.0.1:" + httpPort + "/log").body())
                        .contains("\"from\":\"" + blue.url() + "\",\"to\":\"" + green.url() + "\"");
                assertThat(frontDoor.stop()).isEqualTo(143);
            }
        }
    }

    private static void awaitServedBy(String name, String url) {
        await().atMost(SampleProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(servedBy(Http.get(url))).isEqualTo(name));
    }

    private static String servedBy(HttpResponse<String> response) {
        return response.headers().firstValue("X-Served-By").orElse("nobody");
    }
}
