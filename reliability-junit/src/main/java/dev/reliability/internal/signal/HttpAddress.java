package dev.reliability.internal.signal;

import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.internal.http.HttpExchange;
import dev.reliability.internal.http.HttpUrls;
import dev.reliability.internal.plan.Resolvers;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * An address {@code http://…#PART}.
 *
 * @param exchange asks the URL without its part
 */
record HttpAddress(HttpExchange exchange, Optional<HttpPart> part) {

    static final Set<String> SCHEMES = Set.of("http", "https");

    static HttpAddress parse(String what, Address address, PlanContext context) {
        String text = address.toString();
        int hash = text.indexOf('#');
        try {
            URI uri = HttpUrls.parse(hash < 0 ? text : text.substring(0, hash));
            Optional<HttpPart> part =
                    hash < 0 ? Optional.empty() : Optional.of(HttpPart.parse(text.substring(hash + 1)));
            Optional<DnsLookup> lookup = Resolvers.lookup(uri.getHost(), context);
            return new HttpAddress(HttpExchange.of(uri, "GET").following(lookup), part);
        } catch (IllegalArgumentException e) {
            throw new PlanException(what + " \"" + text + "\": " + e.getMessage());
        }
    }
}
