package dev.reliability.samples.bookstore;

import dev.reliability.local.FollowingRestAssured;
import dev.reliability.local.ManagedProcess;
import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;

/**
 * One Bookstore on this machine, on ports of its own: describes its processes, which the tests start. Blue and green have
 * loopback addresses of their own behind DNS; machines without such addresses have them on one address behind HTTP.
 */
final class Bookstore {

    private static final String NAME = "bookstore.example";
    private static final String HERE = "127.0.0.1";
    private static final String BLUE = "127.0.0.2";
    private static final String GREEN = "127.0.0.3";

    private final boolean dns;
    private final int databasePort = freePort(HERE);
    private final int cdnPort = freePort(HERE);
    private final int bluePort;
    private final int greenPort;
    private final int frontDoorPort = freePort(HERE);
    private final int logPort = freePort(HERE);

    private Bookstore(boolean dns) {
        this.dns = dns;
        // a DNS name stands for addresses alone: both colours have the same port
        this.bluePort = dns ? freePort(BLUE, GREEN) : freePort(HERE);
        this.greenPort = dns ? bluePort : freePort(HERE);
    }

    /** Behind DNS where the machine has addresses for it, else behind HTTP. */
    static Bookstore onThisMachine() {
        return canListenOn(BLUE) && canListenOn(GREEN) ? new Bookstore(true) : behindHttp();
    }

    static Bookstore behindHttp() {
        return new Bookstore(false);
    }

    /** The profile that says what the names of the tests are on this machine. */
    String profile() {
        return dns ? "local" : "local-http";
    }

    String databaseAddress() {
        return HERE + ":" + databasePort;
    }

    String cdnAddress() {
        return HERE + ":" + cdnPort;
    }

    int bluePort() {
        return bluePort;
    }

    int greenPort() {
        return greenPort;
    }

    /** Where DNS answers, or HTTP is passed on. */
    int frontDoorPort() {
        return frontDoorPort;
    }

    /** When the front door last changed its answer, by its own log. */
    Instant lastMove() {
        return Instant.parse(RestAssured.get("http://" + HERE + ":" + logPort + "/log")
                .jsonPath()
                .getString("[-1].at"));
    }

    /** Where users go. */
    String url() {
        return "http://" + (dns ? NAME + ":" + bluePort : HERE + ":" + frontDoorPort);
    }

    /** Requests that look the name up at the front door each time, where that is done by DNS. */
    RestAssuredConfig following() {
        return dns ? FollowingRestAssured.config(NAME, HERE + ":" + frontDoorPort) : RestAssuredConfig.config();
    }

    ManagedProcess.Builder database() {
        return process("bookstore-database", BookstoreCommand.database(databasePort))
                .readyWhen("log:database ready at");
    }

    ManagedProcess.Builder cdn() {
        return process("bookstore-cdn", BookstoreCommand.cdn(HERE, cdnPort))
                .readyWhen("http://" + cdnAddress() + "/health");
    }

    /** Blue or green, which needs links to {@code db.bookstore.example} and {@code cdn.bookstore.example}. */
    ManagedProcess.Builder api(String name) {
        String endpoint = name.endsWith("blue") ? blue() : green();
        InetSocketAddress address = InetSocketAddress.createUnresolved(
                endpoint.substring(0, endpoint.indexOf(':')),
                Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1)));
        BookstoreCommand command = BookstoreCommand.api(
                        name,
                        address.getHostString(),
                        address.getPort(),
                        "${link.db.bookstore.example}",
                        "http://${link.cdn.bookstore.example}")
                .with("HEALTH_INTERVAL", "250ms");
        return process(name, command).readyWhen("http://" + endpoint + "/health");
    }

    /**
     * Moves to green after 300 ms of bad health, and back after a second of good health: even a reboot, which is over in
     * a second, is seen.
     */
    ManagedProcess.Builder frontDoor() {
        String health = "http://" + blue() + "/health";
        BookstoreCommand command = dns
                ? BookstoreCommand.dns(frontDoorPort, logPort, BLUE, GREEN, health)
                : BookstoreCommand.frontDoor(frontDoorPort, logPort, "http://" + blue(), "http://" + green(), health);
        command = command.with("INTERVAL", "100ms").with("FAILURES", "3").with("SUCCESSES", "10");
        return process("bookstore-front-door", command).readyWhen("http://" + HERE + ":" + logPort + "/health");
    }

    private String blue() {
        return (dns ? BLUE : HERE) + ":" + bluePort;
    }

    private String green() {
        return (dns ? GREEN : HERE) + ":" + greenPort;
    }

    private static ManagedProcess.Builder process(String name, BookstoreCommand command) {
        ManagedProcess.Builder builder =
                ManagedProcess.command(command.command()).name(name);
        command.environment().forEach(builder::env);
        return builder;
    }

    private static boolean canListenOn(String address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort(String... addresses) {
        try {
            return BookstoreCommand.freePort(addresses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
