package dev.reliability.internal.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proxies that the environment names. Requests do not use them, since what a proxy answers is not what users see; who relies
 * on one is told so when there is no connection.
 */
final class Proxies {

    private Proxies() {}

    /** Returns what names a proxy for a URL: an environment variable or a system property. */
    static Optional<String> unused(HttpUrl url) {
        return unused(url, System.getenv(), System::getProperty);
    }

    static Optional<String> unused(
            HttpUrl url, Map<String, String> environment, UnaryOperator<@Nullable String> properties) {
        String variable = url.scheme() + "_proxy";
        String property = url.scheme() + ".proxyHost";
        Optional<String> named = Stream.of(variable, variable.toUpperCase(Locale.ROOT))
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst();
        if (named.isPresent() && !excepted(url.host(), environment)) {
            return named;
        }
        String host = properties.apply(property);
        return host == null || host.isBlank() || isLocal(url.host()) ? Optional.empty() : Optional.of(property);
    }

    private static boolean excepted(String host, Map<String, String> environment) {
        String exceptions = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        return isLocal(host)
                || Stream.of(exceptions.split(",", -1))
                        .map(one -> one.strip().replaceFirst("^\\.", ""))
                        .anyMatch(one -> one.equals("*") || host.equals(one) || host.endsWith("." + one));
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
