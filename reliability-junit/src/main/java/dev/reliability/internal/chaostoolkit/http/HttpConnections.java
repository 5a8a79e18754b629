package dev.reliability.internal.chaostoolkit.http;

import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.http.Logging;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One client for each way to connect; none keeps a connection, because users of the system begin with new ones. */
final class HttpConnections {
    private static final String CONTENT_LENGTH = "Content-Length";
    private static final Set<String> BODYLESS = Set.of("GET", "HEAD");
    private static final int MANY = 1000;

    /** Attribute of a context: the call that is made in it. */
    static final String CALL = "dev.reliability.call";

    private HttpConnections() {}

    private record Key(Duration connect, boolean verify, Optional<String> authorities) {}

    static CloseableHttpClient client(HttpCall call) throws IOException {
        Key key = new Key(
                call.connect(),
                call.verify(),
                call.url().toLowerCase(Locale.ROOT).startsWith("https") ? call.authorities() : Optional.empty());
        Logging.begin();
        try {
            return SharedClients.of(CloseableHttpClient.class, key, HttpConnections::open);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static CloseableHttpClient open(Key key) {
        try {
            return create(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CloseableHttpClient create(Key key) throws IOException {
        ConnectionConfig.Builder connection = ConnectionConfig.custom();
        connection.setConnectTimeout(key.connect().isZero() ? Timeout.DISABLED : Timeout.of(key.connect()));
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(MANY)
                        .setMaxConnPerRoute(MANY)
                        .setDefaultConnectionConfig(connection.build())
                        .setTlsSocketStrategy(tls(key))
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .charCodingConfig(CharCodingConfig.custom()
                                        .setCharset(StandardCharsets.ISO_8859_1)
                                        .build())
                                .build())
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setRoutePlanner(new EnvironmentProxies())
                .setUserAgent("reliability")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .addRequestInterceptorLast(HttpConnections::byHand)
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    /** Cookies and lengths that were written by hand; what has no body says so otherwise. */
    private static void byHand(HttpRequest request, @Nullable EntityDetails body, HttpContext context) {
        if (!(context.getAttribute(CALL) instanceof HttpCall call)) {
            return;
        }
        call.header("Cookie").ifPresent(cookie -> request.setHeader("Cookie", cookie));
        if (body != null) {
            return;
        }
        boolean redirected = call.headers().getOrDefault(CONTENT_LENGTH, "") == null;
        String usual = redirected || BODYLESS.contains(call.method()) ? "" : "0";
        String length = call.header(CONTENT_LENGTH).orElse(usual);
        if (!length.isEmpty()) {
            request.setHeader(CONTENT_LENGTH, length);
        }
    }

    private static TlsSocketStrategy tls(Key key) throws IOException {
        try {
            if (!key.verify()) {
                SSLContext any = SSLContexts.custom()
                        .loadTrustMaterial((chain, type) -> true)
                        .build();
                return new DefaultClientTlsStrategy(any, NoopHostnameVerifier.INSTANCE);
            }
            if (key.authorities().isEmpty()) {
                return DefaultClientTlsStrategy.createSystemDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (InputStream in = Files.newInputStream(Path.of(key.authorities().get()))) {
                for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("authority-" + store.size(), each);
                }
            }
            return new DefaultClientTlsStrategy(
                    SSLContexts.custom().loadTrustMaterial(store, null).build());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** The proxies of the environment: {@code http_proxy}, {@code https_proxy} and {@code no_proxy}. */
    private static final class EnvironmentProxies extends DefaultRoutePlanner {
        EnvironmentProxies() {
            super(null);
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            String proxy = variable(target.getSchemeName() + "_proxy");
            if (proxy.isEmpty() || bypassed(target.getHostName())) {
                return null;
            }
            try {
                URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
                return new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
            } catch (IllegalArgumentException e) {
                // the address may hold a password
                throw new PythonError(
                        "requests.exceptions.InvalidProxyURL",
                        "what the variable " + target.getSchemeName() + "_proxy holds is no address of a proxy");
            }
        }

        private static boolean bypassed(String host) {
            for (String rule : variable("no_proxy").split(",", -1)) {
                String suffix = rule.strip().replaceFirst("^\\.", "").replaceFirst(":\\d+$", "");
                if (suffix.equals("*") || (!suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)))) {
                    return true;
                }
            }
            return false;
        }

        private static String variable(String name) {
            String value = System.getenv(name);
            return value != null
                    ? value
                    : Optional.ofNullable(System.getenv(name.toUpperCase(Locale.ROOT)))
                            .orElse("");
        }
    }
}
