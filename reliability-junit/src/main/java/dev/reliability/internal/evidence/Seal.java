package dev.reliability.internal.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Closes each line of a manifest with a digest of it and of all lines before it, so that a line that somebody changed, took away
 * or put in is noticed. It is no secret: it finds accidents and edits by hand, not forgery.
 */
public final class Seal {

    private static final String MARK = ",\"check\":\"";
    private static final int DIGITS = 16;
    private static final int LENGTH = MARK.length() + DIGITS + "\"}".length();

    private final MessageDigest sha256 = sha256();
    private String last = "";

    /** Returns an object of JSON with the digest as its last member. */
    public String close(String json) {
        last = digest(last + json);
        return json.substring(0, json.length() - 1) + MARK + last + "\"}";
    }

    /** Returns the object as it was before it was closed; empty if it is not what was closed after the lines before it. */
    public Optional<String> open(String line) {
        String json = without(line);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        last = digest(last + json);
        return line.equals(json.substring(0, json.length() - 1) + MARK + last + "\"}")
                ? Optional.of(json)
                : Optional.empty();
    }

    /** Returns a line without its digest; empty if it has none. */
    public static String without(String line) {
        int end = line.length() - LENGTH;
        return end > 0 && line.startsWith(MARK, end) ? line.substring(0, end) + "}" : "";
    }

    private String digest(String text) {
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, DIGITS / 2);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
