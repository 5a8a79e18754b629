package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.junit.Attack;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.FollowingRestAssured;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The tests of every Bookstore where blue, green, the database and the CDN are hosts of their own: attacked over SSH by host
 * name, moved by PowerDNS, powered off and booted.
 */
@Tag("namespaces")
class BookstoreOnHostsIT extends BookstoreReliability {

    @RegisterExtension
    static final HostsExtension LAB = new HostsExtension();

    @ReliabilityProperty("reliability.profile")
    String profile() {
        return "hosts";
    }

    @ReliabilityProperty("lab")
    int number() {
        return LAB.hosts().plan().number();
    }

    @ReliabilityProperty("power-on")
    String powerButton() {
        return LAB.hosts().plan().powerButton().toString();
    }

    @ReliabilityProperty("reliability.ssh.config")
    String sshConfiguration() {
        return LAB.hosts().plan().sshConfiguration().toString();
    }

    @Override
    RequestSpecification given() {
        return RestAssured.given()
                .config(FollowingRestAssured.config(
                        "bookstore.example", LAB.hosts().address(HostsPlan.DNS) + ":53"))
                .baseUri("http://bookstore.example");
    }

    /** The CDN's name means other addresses every two seconds; after a while, all of them have been seen. */
    @Test
    @SteadyState(name = "GET /books", http = "${bookstore.url}/books", timeout = "3s", outage = "5s", tolerate = "5%")
    @BlackholeAttack(
            target = "bookstore-api-blue",
            duration = "60s",
            hosts = {"^api.gremlin.com", "cdn.bookstore.example"})
    void aCdnWhoseAddressesRotateIsCutOffAsAWhole(Attack attack) {
        Hosts hosts = LAB.hosts();
        List<String> pool = hosts.plan().cdnPool();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hosts.reached("bookstore-api-blue", pool, 80))
                        .isEmpty());

        assertThat(hosts.reached("bookstore-api-blue", List.of("api.gremlin.com"), 80))
                .as("a spared name, which is the same machine")
                .hasSize(1);
        assertThat(hosts.reached("bookstore-api-green", pool, 80))
                .as("from where nothing is cut off")
                .isEqualTo(pool);
        attack.revert();
    }
}
