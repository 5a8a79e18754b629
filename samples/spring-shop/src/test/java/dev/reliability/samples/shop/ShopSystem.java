package dev.reliability.samples.shop;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What the shop depends on, once for all tests of a JVM: a PostgreSQL, and a stand-in for the service of reviews. */
final class ShopSystem {

    private static final EmbeddedPostgres POSTGRES = startPostgres();
    private static final WireMockServer REVIEWS = startReviews();

    private ShopSystem() {}

    static String database() {
        return "127.0.0.1:" + POSTGRES.getPort();
    }

    static String reviews() {
        return "127.0.0.1:" + REVIEWS.port();
    }

    private static EmbeddedPostgres startPostgres() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("shared_buffers", "16MB")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WireMockServer startReviews() {
        WireMockServer server =
                new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
        server.stubFor(get(urlPathMatching("/reviews/\\d+")).willReturn(ok("Excellent.")));
        server.start();
        return server;
    }
}
