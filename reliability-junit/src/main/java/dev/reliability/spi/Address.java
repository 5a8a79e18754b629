package dev.reliability.spi;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a name in a test stands for, in one string: {@code process:4711}, {@code ssh://ubuntu@203.0.113.7:22},
 * {@code dns:bookstore.example@127.0.0.1:5353}. The scheme chooses the back end; what follows the first colon is the
 * back end's own.
 *
 * @param scheme lower-case scheme, without its colon
 * @param value everything after the scheme's colon, never empty
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Address(String scheme, String value) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.+)", Pattern.DOTALL);

    /** Checks that neither part is missing. */
    public Address {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads an address.
     *
     * @param text an address such as {@code process:4711}
     * @return the address
     * @throws IllegalArgumentException if there is no scheme, or nothing after it
     */
    public static Address parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not an address: expected SCHEME:WHAT");
        }
        return new Address(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
    }

    /** Tells whether a text has the form of an address, whether or not its scheme is known. */
    public static boolean isAddress(String text) {
        return FORM.matcher(text.strip()).matches();
    }

    @Override
    public String toString() {
        return scheme + ":" + value;
    }
}
