package dev.reliability.local;

import dev.reliability.internal.dns.DnsException;
import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.internal.dns.NameServer;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.http.client.HttpClient;
import org.apache.http.conn.DnsResolver;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Configurations of REST Assured that follow a failover: the body of a test then sees what users see once DNS has moved,
 * instead of what the JVM remembers. REST Assured is an optional dependency: bring your own.
 *
 * <pre>{@code
 * RestAssuredConfig following = FollowingRestAssured.config("bookstore.example", "127.0.0.1:5353");
 *
 * failover.await();
 * given().config(following).get("http://bookstore.example/books").then().header("X-Served-By", "bookstore-api-green");
 * }</pre>
 *
 * <p>Each request asks anew and connects anew. Other host names are looked up as always.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class FollowingRestAssured {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private FollowingRestAssured() {}

    /**
     * A configuration that looks a host up at a name server, past every cache.
     *
     * @param host the host name in the URLs of requests
     * @param resolver where it is asked for: {@code 127.0.0.1:5353}, {@code [::1]:53} or a host name; without a port, 53
     * @throws IllegalArgumentException if one of them is malformed
     */
    public static RestAssuredConfig config(String host, String resolver) {
        return config(RestAssuredConfig.config(), host, resolver);
    }

    /**
     * The same on top of a configuration of your own, whose HTTP client is replaced.
     *
     * @param base what else is configured
     * @param host the host name in the URLs of requests
     * @param resolver where it is asked for
     * @throws IllegalArgumentException if host or resolver is malformed
     */
    public static RestAssuredConfig config(RestAssuredConfig base, String host, String resolver) {
        DnsLookup lookup = DnsLookup.at(host, NameServer.parse(resolver));
        HttpClientConfig client =
                base.getHttpClientConfig().httpClientFactory(() -> client(asked -> addresses(asked, host, lookup)));
        return base.httpClient(client.dontReuseHttpClientInstance());
    }

    /** REST Assured takes only clients of this sort, which its own HTTP library has deprecated. */
    @SuppressWarnings("deprecation")
    private static HttpClient client(DnsResolver resolver) {
        return new org.apache.http.impl.client.DefaultHttpClient(
                new org.apache.http.impl.conn.PoolingClientConnectionManager(
                        org.apache.http.impl.conn.SchemeRegistryFactory.createDefault(), resolver));
    }

    private static InetAddress[] addresses(String asked, String host, DnsLookup lookup) throws UnknownHostException {
        if (!asked.equalsIgnoreCase(host)) {
            return InetAddress.getAllByName(asked);
        }
        try {
            List<InetAddress> named = new ArrayList<>();
            for (InetAddress address : lookup.ask(TIMEOUT).join().addresses()) {
                named.add(InetAddress.getByAddress(asked, address.getAddress()));
            }
            return named.toArray(InetAddress[]::new);
        } catch (CompletionException e) {
            if (e.getCause() instanceof DnsException) {
                UnknownHostException unknown =
                        new UnknownHostException(asked + ": " + e.getCause().getMessage());
                unknown.initCause(e);
                throw unknown;
            }
            throw e;
        }
    }
}
