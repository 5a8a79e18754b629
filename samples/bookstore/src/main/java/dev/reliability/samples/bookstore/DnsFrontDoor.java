package dev.reliability.samples.bookstore;

import dev.reliability.samples.bookstore.FailoverSwitch.HealthCheck;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * A health-checking DNS server, authoritative for one name: it answers the address of the primary while the primary is
 * healthy, else that of the secondary, over UDP and TCP. Each change is a line on standard output:
 *
 * <pre>moved bookstore.example. from 127.0.0.2 to 127.0.0.3 at 2026-01-01T10:00:00.123Z: GET … answered 503, 2 in a row</pre>
 *
 * <p>Environment (default):
 *
 * <ul>
 *   <li>{@code BIND} (127.0.0.1), {@code PORT} (0, any free port) for DNS; {@code HTTP_PORT} (0, any free port) for
 *       {@code /health} and {@code /log}
 *   <li>{@code RECORD} (bookstore.example.), {@code TTL} (1s)
 *   <li>{@code PRIMARY}, {@code SECONDARY}: IPv4 addresses; without a secondary, nothing ever moves
 *   <li>{@code HEALTH_URL} of the primary, {@code INTERVAL} (500ms), {@code TIMEOUT} (1s), {@code FAILURES} (2),
 *       {@code SUCCESSES} (2); {@code CHECK=none}: no health check, the primary for ever
 * </ul>
 */
public final class DnsFrontDoor {

    private DnsFrontDoor() {}

    public static void main(String[] arguments) {
        SampleMain.run("dns", DnsFrontDoor::start);
    }

    private static String start(Settings settings) throws IOException {
        Name record = Name.fromString(settings.text("RECORD", "bookstore.example."), Name.root);
        String primary = ipv4("PRIMARY", settings.required("PRIMARY"));
        Optional<String> secondary = settings.text("SECONDARY").map(value -> ipv4("SECONDARY", value));
        Duration ttl = settings.duration("TTL", Duration.ofSeconds(1));
        InetAddress bind = InetAddress.getByName(settings.text("BIND", "127.0.0.1"));

        FailoverSwitch failover =
                FailoverSwitch.start(record.toString(), primary, secondary, HealthCheck.from(settings));
        DnsZone zone = new DnsZone(record, ttl, bind, failover::current);
        DnsServer server = DnsServer.start(new InetSocketAddress(bind, settings.number("PORT", 0)), zone::answer);
        HttpService log = FrontDoorLog.serve(new InetSocketAddress(bind, settings.number("HTTP_PORT", 0)), failover);
        return bind.getHostAddress() + ":" + server.port() + " and " + log.url();
    }

    private static String ipv4(String variable, String value) {
        if (!value.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
            throw new IllegalArgumentException(
                    "environment variable " + variable + " must be an IPv4 address, but is '" + value + "'");
        }
        return value;
    }

    static Inet4Address address(String ipv4) {
        try {
            return (Inet4Address) InetAddress.getByName(ipv4);
        } catch (IOException e) {
            throw new IllegalArgumentException(ipv4 + " is no IPv4 address", e);
        }
    }
}
