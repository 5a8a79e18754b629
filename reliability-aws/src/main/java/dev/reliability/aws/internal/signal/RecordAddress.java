package dev.reliability.aws.internal.signal;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which name an address means, and where its clients ask: {@code route53:NAME}, {@code route53:NAME@RESOLVER:PORT}, or
 * {@code route53:NAME@ssh://USER@HOST} for the resolver that the programs of a host have.
 *
 * @param name a name with a dot in it, which no health check has; without the dot at its end
 * @param resolver where clients ask
 */
record RecordAddress(String name, Optional<String> resolver) {

    private static final Pattern FORM =
            Pattern.compile("((?:\\*\\.)?[0-9A-Za-z_-]+(?:\\.[0-9A-Za-z_-]+)+)\\.?(?:@(\\S+))?");

    /** Tells whether it is a name, and no health check. */
    static boolean matches(Address address) {
        return address.value().strip().split("@", 2)[0].contains(".");
    }

    static RecordAddress parse(Address address) {
        Matcher form = FORM.matcher(address.value().strip());
        if (!form.matches()) {
            throw new PlanException(
                    address + " is not a name in Route 53: expected route53:NAME, route53:NAME@RESOLVER:PORT"
                            + " or route53:NAME@ssh://USER@HOST");
        }
        return new RecordAddress(form.group(1), Optional.ofNullable(form.group(2)));
    }
}
