package dev.reliability.samples.bookstore;

import dev.reliability.local.FollowingRestAssured;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Where the users of a Bookstore go, each time anew: where DNS says at that moment. */
final class Users {

    private Users() {}

    /**
     * Requests to the Bookstore that whoever starts the tests names by {@code bookstore.url} and {@code bookstore.resolver}, as the
     * profile {@code production} asks for, or else to the one on this machine.
     */
    static RequestSpecification of(Bookstore here) {
        Optional<String> url = started("bookstore.url");
        return url.isPresent()
                ? of(url.get(), started("bookstore.resolver").orElseThrow())
                : RestAssured.given().config(here.following()).baseUri(here.url());
    }

    /**
     * Requests that look the host up at a name server each time.
     *
     * @param resolver HOST or HOST:PORT
     */
    static RequestSpecification of(String url, String resolver) {
        return RestAssured.given()
                .config(FollowingRestAssured.config(URI.create(url).getHost(), resolver))
                .baseUri(url);
    }

    private static Optional<String> started(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() ->
                        Optional.ofNullable(System.getenv(name.replace('.', '_').toUpperCase(Locale.ROOT))));
    }
}
