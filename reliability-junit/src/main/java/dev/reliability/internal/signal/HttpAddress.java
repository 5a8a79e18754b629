package dev.reliability.internal.signal;

import dev.reliability.internal.dns.HostLookup;
import dev.reliability.internal.http.HttpExchange;
import dev.reliability.internal.http.HttpHeaders;
import dev.reliability.internal.http.HttpUrl;
import dev.reliability.internal.plan.Resolvers;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
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
            HttpUrl url = HttpUrl.parse(hash < 0 ? text : text.substring(0, hash));
            Optional<HttpPart> part =
                    hash < 0 ? Optional.empty() : Optional.of(HttpPart.parse(text.substring(hash + 1)));
            HostLookup lookup = Resolvers.lookup(url.host(), context);
            return new HttpAddress(HttpExchange.of(url, "GET", HttpHeaders.NONE, lookup), part);
        } catch (IllegalArgumentException e) {
            throw new PlanException(what + " \"" + HttpUrl.masked(text) + "\": " + e.getMessage());
        }
    }
}
