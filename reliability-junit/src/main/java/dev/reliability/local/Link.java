package dev.reliability.local;

import dev.reliability.internal.link.declared.DeclaredLink;
import dev.reliability.internal.link.declared.DeclaredLinks;
import dev.reliability.spi.Protocol;
import java.util.Objects;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A way to a dependency through the test JVM, for applications that run in the test JVM itself or that somebody else starts: the
 * application is given the address of the link instead of that of the dependency, and attacks on the link cut it off, slow it down
 * or reset it.
 *
 * <pre>{@code
 * @ReliabilityTarget("db")
 * static final Link DB = Link.to("127.0.0.1:5432");
 *
 * static final DataSource BOOKS = dataSource("jdbc:postgresql://" + DB.address() + "/books");
 *
 * @Test
 * @BlackholeAttack(target = "db", duration = "5s")
 * void ordersAreTakenWithoutTheDatabase() { … }
 * }</pre>
 *
 * <p>A link forwards the bytes of TCP connections as they are, so TLS passes through untouched; one that was made by {@code udp} forwards
 * datagrams. It listens on 127.0.0.1 from the
 * first call of {@link #address()}, {@link #port()} or at the start of the test class, whichever is first, to the end of the test
 * plan; a link of an instance field ends with its instance. It ends with the test JVM however that ends, and so does every fault on
 * it; a frozen JVM freezes its links. Safe for use by several threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Link implements AutoCloseable {

    static {
        DeclaredLinks.allow(link -> ((Link) link).declared);
    }

    private final DeclaredLink declared;

    private Link(DeclaredLink declared) {
        this.declared = declared;
    }

    /**
     * Declares a link to a dependency whose address is known. A host name is looked up anew for each connection. Whether it is an
     * address is checked at the first use, and before anything is touched by an attack.
     *
     * @param upstream where the dependency is, {@code HOST:PORT} or {@code [IPV6]:PORT}
     */
    public static Link to(String upstream) {
        return new Link(
                DeclaredLink.fixed(Protocol.TCP, Objects.requireNonNull(upstream, "the address of the dependency")));
    }

    /**
     * Declares a link to a dependency whose address is only known later, such as a container with a mapped port:
     * <code>Link.to(() -&gt; postgres.getHost() + ":" + postgres.getMappedPort(5432))</code>. The supplier is asked for each
     * connection, so the link follows an address that changes.
     *
     * @param upstream gives {@code HOST:PORT} or {@code [IPV6]:PORT}; called by several threads
     */
    public static Link to(Supplier<@Nullable String> upstream) {
        return new Link(
                DeclaredLink.asked(Protocol.TCP, Objects.requireNonNull(upstream, "the supplier of the address")));
    }

    /**
     * Declares a link to a dependency that is spoken to by UDP, such as a name server or a collector of metrics.
     *
     * @param upstream where the dependency is, {@code HOST:PORT} or {@code [IPV6]:PORT}
     */
    public static Link udp(String upstream) {
        return new Link(
                DeclaredLink.fixed(Protocol.UDP, Objects.requireNonNull(upstream, "the address of the dependency")));
    }

    /**
     * Declares a link to a dependency that is spoken to by UDP and whose address is only known later. The supplier is asked for
     * each client, by its address and port.
     *
     * @param upstream gives {@code HOST:PORT} or {@code [IPV6]:PORT}; called by several threads
     */
    public static Link udp(Supplier<@Nullable String> upstream) {
        return new Link(
                DeclaredLink.asked(Protocol.UDP, Objects.requireNonNull(upstream, "the supplier of the address")));
    }

    /**
     * Returns what the application connects to instead of the dependency, {@code 127.0.0.1:PORT}. It stays the same until the end
     * of the test plan.
     *
     * @throws IllegalStateException if the link was given something that is no address
     */
    public String address() {
        return host() + ":" + port();
    }

    /** Returns the host part of {@link #address()}. */
    public String host() {
        return "127.0.0.1";
    }

    /**
     * Returns the port part of {@link #address()}.
     *
     * @throws IllegalStateException if the link was given something that is no address
     */
    public int port() {
        return declared.port();
    }

    /** Ends all connections and stops listening. The next use opens it again, on the same port if that is free. */
    @Override
    public void close() {
        declared.close();
    }

    @Override
    public String toString() {
        return declared.toString();
    }
}
