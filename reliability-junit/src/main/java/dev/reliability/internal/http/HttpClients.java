package dev.reliability.internal.http;

import dev.reliability.internal.time.Threads;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The two HTTP clients of the JVM: one that connects anew for each request, one that keeps its connections. */
final class HttpClients {

    static {
        Logging.begin();
    }

    private static final int MANY = 20_000;

    static final PoolingAsyncClientConnectionManager KEPT = connections();
    static final CloseableHttpAsyncClient FRESH = create(false, connections());
    static final CloseableHttpAsyncClient POOLED = create(true, KEPT);

    private HttpClients() {}

    private static CloseableHttpAsyncClient create(boolean pooled, PoolingAsyncClientConnectionManager connections) {
        HttpAsyncClientBuilder builder = HttpAsyncClients.custom()
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(1)
                        .setTcpNoDelay(true)
                        .setSelectInterval(TimeValue.ofMilliseconds(50))
                        .build())
                .setConnectionManager(connections)
                .setThreadFactory(Threads.daemons(pooled ? "http-pooled" : "http-fresh"))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
        if (!pooled) {
            builder.setConnectionReuseStrategy((request, response, context) -> false);
        }
        CloseableHttpAsyncClient client = builder.build();
        client.start();
        return client;
    }

    private static PoolingAsyncClientConnectionManager connections() {
        return new Connections()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(MANY)
                .setMaxConnPerRoute(MANY)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofMinutes(1))
                        .build())
                .build();
    }

    private static final class Connections extends PoolingAsyncClientConnectionManagerBuilder {

        @Override
        protected AsyncClientConnectionOperator createConnectionOperator(
                TlsStrategy tls, SchemePortResolver ports, DnsResolver unused) {
            return new ResolvingOperator(resolver -> super.createConnectionOperator(tls, ports, resolver));
        }
    }
}
