package dev.reliability.internal.http;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.concurrent.FutureContribution;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Looks the host of a request up whenever a connection is made, and only then. HttpClient would do so itself, but on the
 * caller's thread, which then waits for name servers.
 */
final class ResolvingOperator implements AsyncClientConnectionOperator {

    /** Attribute of a request's context that holds its {@link Resolution}. */
    static final String RESOLUTION = "dev.reliability.resolution";

    /** Attribute of a request's context that holds the {@link KeptConnections} which a new one joins, if it is to be kept. */
    static final String KEPT = "dev.reliability.kept";

    private final Function<DnsResolver, AsyncClientConnectionOperator> operators;
    private final AsyncClientConnectionOperator plain;

    /**
     * @param operators gives what connects to the addresses that a resolver names, one after the other until one answers
     */
    ResolvingOperator(Function<DnsResolver, AsyncClientConnectionOperator> operators) {
        this.operators = operators;
        this.plain = operators.apply(SystemDefaultDnsResolver.INSTANCE);
    }

    @Override
    public Future<ManagedAsyncClientConnection> connect(
            ConnectionInitiator initiator,
            HttpHost host,
            @Nullable SocketAddress local,
            Timeout timeout,
            @Nullable Object attachment,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        return plain.connect(initiator, host, local, timeout, attachment, callback);
    }

    @Override
    public Future<ManagedAsyncClientConnection> connect(
            ConnectionInitiator initiator,
            HttpHost host,
            @Nullable NamedEndpoint name,
            @Nullable SocketAddress local,
            Timeout timeout,
            @Nullable Object attachment,
            @Nullable HttpContext context,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        if (context == null || !(context.getAttribute(RESOLUTION) instanceof Resolution resolution)) {
            return plain.connect(initiator, host, name, local, timeout, attachment, context, callback);
        }
        ComplexFuture<ManagedAsyncClientConnection> connected = new ComplexFuture<>(callback);
        CompletableFuture<List<InetAddress>> lookup = resolution.begin();
        connected.setDependency(lookup);
        CompletableFuture<List<InetAddress>> unused = lookup.whenComplete((addresses, thrown) -> {
            if (addresses == null) {
                connected.failed(exception(thrown));
                return;
            }
            connected.setDependency(operators
                    .apply(new Found(addresses))
                    .connect(
                            initiator,
                            host,
                            name,
                            local,
                            timeout,
                            attachment,
                            context,
                            new Connected(connected, context)));
        });
        return connected;
    }

    private static Exception exception(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
    }

    @Override
    public void upgrade(ManagedAsyncClientConnection connection, HttpHost host, @Nullable Object attachment) {
        plain.upgrade(connection, host, attachment);
    }

    @Override
    public void upgrade(
            ManagedAsyncClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint name,
            @Nullable Object attachment,
            @Nullable HttpContext context,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        plain.upgrade(connection, host, name, attachment, context, callback);
    }

    private static final class Connected extends FutureContribution<ManagedAsyncClientConnection> {

        private final ComplexFuture<ManagedAsyncClientConnection> connected;
        private final HttpContext context;

        Connected(ComplexFuture<ManagedAsyncClientConnection> connected, HttpContext context) {
            super(connected);
            this.connected = connected;
            this.context = context;
        }

        @Override
        public void completed(ManagedAsyncClientConnection connection) {
            if (context.getAttribute(KEPT) instanceof KeptConnections kept) {
                kept.add(connection);
            }
            connected.completed(connection);
        }
    }

    /** Addresses that were found already. */
    private record Found(List<InetAddress> addresses) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) {
            return addresses.toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
