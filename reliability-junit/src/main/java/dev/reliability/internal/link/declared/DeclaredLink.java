package dev.reliability.internal.link.declared;

import dev.reliability.internal.link.AttackableLink;
import dev.reliability.internal.link.DatagramLink;
import dev.reliability.internal.link.TcpLink;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.Protocol;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A link that a test declares. It listens from its first use to the end of the test plan; when it is used again after that, it
 * listens on the same port, if that is still free.
 */
public final class DeclaredLink {

    private final Supplier<@Nullable String> upstream;
    private final String written;
    private final Protocol carries;
    private volatile String field = "";
    private int lastPort;
    private volatile int listensOn;
    private @Nullable AttackableLink open;
    private @Nullable OpenLinks registry;

    private DeclaredLink(Protocol carries, Supplier<@Nullable String> upstream, String written) {
        this.carries = carries;
        this.upstream = upstream;
        this.written = written;
    }

    /** Returns a link to an address that does not change; nothing is checked before the first use. */
    public static DeclaredLink fixed(Protocol carries, String upstream) {
        return new DeclaredLink(carries, () -> upstream, "\"" + upstream + "\"");
    }

    /** Returns a link to the address that the supplier gives at each connection. */
    public static DeclaredLink asked(Protocol carries, Supplier<@Nullable String> upstream) {
        return new DeclaredLink(carries, upstream, "");
    }

    /** Remembers where the test declares it, as messages name it: {@code BookTest.DB}. */
    public void declaredAs(String place) {
        field = place;
    }

    /** Returns where it is declared as code, such as {@code BookTest.DB}, or {@code the link} where nobody knows. */
    public String expression() {
        return field.isEmpty() ? "the link" : field;
    }

    /** Tells whether its address is a text that was written down, rather than asked for. */
    boolean isFixed() {
        return !written.isEmpty();
    }

    /**
     * Returns where it leads to now.
     *
     * @param name by which messages speak of it
     * @throws LinkAddressException if that cannot be told, with the reason and what to do
     */
    public LinkDeclaration upstream(String name) {
        String text;
        try {
            text = upstream.get();
        } catch (RuntimeException | LinkageError e) {
            throw new LinkAddressException(this, "its supplier threw " + e + started());
        }
        if (text == null) {
            throw new LinkAddressException(this, "its supplier returned null" + started());
        }
        String said = (isFixed() ? "it was given " : "its supplier returned ") + "\"" + text + "\"";
        LinkDeclaration declaration;
        try {
            declaration = LinkDeclaration.parse(name, text);
        } catch (IllegalArgumentException e) {
            throw new LinkAddressException(
                    this, said + ", which is not HOST:PORT or [IPV6]:PORT with a port of 1 to 65535");
        }
        if (isHere(declaration)) {
            throw new LinkAddressException(
                    this,
                    said + ", which is where the link itself listens: have it give the address of the dependency, past"
                            + " what the application is told");
        }
        return declaration;
    }

    /** Each connection would make another one, and no dependency would ever be reached. */
    private boolean isHere(LinkDeclaration declaration) {
        return declaration.port() == listensOn
                && (declaration.host().equals("127.0.0.1") || declaration.host().equalsIgnoreCase("localhost"));
    }

    private static String started() {
        return "; start what it names before the test, for instance in @BeforeAll, or have it give the address later";
    }

    /**
     * Returns the port of 127.0.0.1 by which the application reaches the upstream; the link listens there from now on.
     *
     * @throws LinkAddressException if an address that was written down cannot be one
     */
    public int port() {
        return open().port();
    }

    /** Returns what it carries: TCP or UDP. */
    public Protocol carries() {
        return carries;
    }

    /** Returns the forwarder, which listens from now on. */
    public synchronized AttackableLink open() {
        AttackableLink link = open;
        if (link == null) {
            if (isFixed()) {
                upstream("link");
            }
            link = listen();
            open = link;
            lastPort = link.port();
            listensOn = lastPort;
            registry = OpenLinks.ofThisPlan();
            registry.add(this);
        }
        return link;
    }

    private AttackableLink listen() {
        if (lastPort != 0) {
            try {
                return listen(lastPort);
            } catch (UncheckedIOException e) {
                // somebody else has taken it since: whoever asks for the address gets another one
                return listen(0);
            }
        }
        return listen(0);
    }

    private AttackableLink listen(int at) {
        if (carries == Protocol.UDP) {
            return DatagramLink.open("link", at, this::now);
        }
        return isFixed() ? TcpLink.open("link", at, now()) : TcpLink.open("link", at, this::now);
    }

    private InetSocketAddress now() {
        LinkDeclaration upstream = upstream("link");
        return InetSocketAddress.createUnresolved(upstream.host(), upstream.port());
    }

    /** Tells whether it listens. */
    public synchronized boolean isOpen() {
        return open != null;
    }

    /** Ends its connections and gives its port back; the next use opens it again. */
    public synchronized void close() {
        AttackableLink link = open;
        OpenLinks registered = registry;
        open = null;
        listensOn = 0;
        registry = null;
        if (registered != null) {
            registered.remove(this);
        }
        if (link != null) {
            link.close();
        }
    }

    @Override
    public String toString() {
        return "link " + (field.isEmpty() ? "" : field + " ") + "to "
                + (isFixed() ? written.substring(1, written.length() - 1) : "what its supplier says");
    }
}
