package dev.reliability.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.internal.dns.TestDns;
import dev.reliability.internal.http.Site;
import io.restassured.config.RestAssuredConfig;
import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FollowingRestAssuredTest {

    private TestDns dns;
    private Site blue;
    private RestAssuredConfig following;

    @BeforeEach
    void start() throws IOException {
        dns = new TestDns().set("bookstore.example", "3600 IN A 127.0.0.1");
        blue = new Site("blue", "127.0.0.1", 0);
        following = FollowingRestAssured.config("bookstore.example", dns.toString());
    }

    @AfterEach
    void stop() throws IOException {
        blue.close();
        dns.close();
    }

    @Test
    void goesWhereTheNameServerSaysOverANewConnectionEachTime() {
        assertThat(served("bookstore.example")).isEqualTo("blue");
        assertThat(served("bookstore.example")).isEqualTo("blue");

        assertThat(blue.requests()).containsOnly("bookstore.example:" + blue.port());
        assertThat(blue.connections()).isEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void followsAMoveAtOnce() throws IOException {
        try (Site green = new Site("green", "127.0.0.2", blue.port())) {
            assertThat(served("bookstore.example")).isEqualTo("blue");

            dns.set("bookstore.example", "3600 IN A 127.0.0.2");

            assertThat(served("bookstore.example")).isEqualTo("green");
            assertThat(green.requests()).hasSize(1);
        }
    }

    @Test
    void leavesOtherNamesAlone() {
        assertThat(served("localhost")).isEqualTo("blue");
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void saysWhatTheNameServerSaid() throws IOException {
        dns.set("bookstore.example");

        assertThatThrownBy(() -> served("bookstore.example"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("bookstore.example: name server " + dns + " has no address for bookstore.example");
        assertThatThrownBy(() -> FollowingRestAssured.config("a b", "127.0.0.1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String served(String host) {
        return given().config(following)
                .get("http://" + host + ":" + blue.port() + "/books")
                .then()
                .statusCode(200)
                .extract()
                .header("X-Served-By");
    }
}
