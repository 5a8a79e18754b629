package dev.reliability.spi;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An IP address or a CIDR block, v4 or v6, read without asking a resolver. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class AddressRange {

    private static final Pattern V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$|/)|(?=$|/))){4}(?:/\\d{1,2})?");
    private static final Pattern V6 = Pattern.compile("(?=[^/]*:[^/]*:)[0-9A-Fa-f:.]{2,45}(?:/\\d{1,3})?");

    private final byte[] bytes;
    private final int prefix;

    private AddressRange(byte[] bytes, int prefix) {
        this.bytes = bytes;
        this.prefix = prefix;
    }

    /** Tells whether a text has the form of an address or a block. */
    public static boolean looksLike(String text) {
        return V4.matcher(text).matches() || V6.matcher(text).matches();
    }

    /**
     * Reads {@code 192.0.2.1}, {@code 192.0.2.0/24}, {@code 2001:db8::1} or {@code 2001:db8::/32}.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    public static AddressRange parse(String text) {
        if (!looksLike(text)) {
            throw new IllegalArgumentException("'" + text + "' is neither an IP address nor a CIDR block");
        }
        int slash = text.indexOf('/');
        byte[] bytes;
        try {
            bytes = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is neither an IP address nor a CIDR block", e);
        }
        if (bytes.length == 4 && text.contains(":")) {
            throw new IllegalArgumentException("'" + text + "' is an IPv4 address in IPv6 writing; write it as IPv4");
        }
        int bits = bytes.length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix > bits) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "'%s' is not a CIDR block: its prefix is longer than %d bits", text, bits));
        }
        byte[] masked = mask(bytes, prefix);
        if (!Arrays.equals(masked, bytes)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "'%s' is not a CIDR block: bits are set behind its prefix; did you mean %s?",
                    text,
                    new AddressRange(masked, prefix)));
        }
        return new AddressRange(bytes, prefix);
    }

    /** Tells whether it is of IPv4. */
    public boolean v4() {
        return bytes.length == 4;
    }

    /** Tells whether it is one address. */
    public boolean single() {
        return prefix == bytes.length * 8;
    }

    /** Tells whether everything in another range is in this one. */
    public boolean contains(AddressRange other) {
        return other.bytes.length == bytes.length
                && other.prefix >= prefix
                && Arrays.equals(mask(other.bytes, prefix), bytes);
    }

    /** Tells whether the two have an address in common. */
    public boolean overlaps(AddressRange other) {
        return contains(other) || other.contains(this);
    }

    private static byte[] mask(byte[] bytes, int prefix) {
        byte[] masked = bytes.clone();
        for (int bit = prefix; bit < masked.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && range.prefix == prefix && Arrays.equals(range.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + prefix;
    }

    @Override
    public String toString() {
        try {
            String full = InetAddress.getByAddress(bytes).getHostAddress();
            String address = v4() ? full : shortened(full);
            return single() ? address : address + "/" + prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The short writing of IPv6 (RFC 5952), which tools print: the first of the longest runs of zeros is left out. */
    private static String shortened(String full) {
        String padded = ":" + full + ":";
        for (int zeros = 8; zeros > 1; zeros--) {
            String run = ":" + "0:".repeat(zeros);
            int at = padded.indexOf(run);
            if (at >= 0) {
                String before = padded.substring(Math.min(1, at), at);
                String after = padded.substring(at + run.length(), Math.max(at + run.length(), padded.length() - 1));
                return before + "::" + after;
            }
        }
        return full;
    }
}
