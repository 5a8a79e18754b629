package dev.reliability.internal.chaostoolkit.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One response. */
public final class HttpAnswer {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([^\\s;\"']*)");

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The headers as received, values of equal names joined by a comma. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body as it came. */
    public byte[] body() {
        return body;
    }

    public boolean isEmpty() {
        return body.length == 0;
    }

    /** The body as UTF-8, whatever the response says. */
    public String utf8() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The body by the charset of the response; texts without one are Latin-1, as HTTP once said. */
    public String text() {
        String type = header("Content-Type").orElse("");
        Matcher matcher = CHARSET.matcher(type);
        if (matcher.find()) {
            try {
                return new String(body, charset(matcher.group(1).toLowerCase(Locale.ROOT)));
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                return utf8();
            }
        }
        if (type.startsWith("text/")) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
        return type.contains("application/json") ? new String(body, StandardCharsets.UTF_8) : detected(body);
    }

    /** The charset of that name, as Python knows it. */
    private Charset charset(String name) {
        return switch (name) {
            case "latin-1" -> StandardCharsets.ISO_8859_1;
            case "utf-16" -> hasMark() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE;
            default -> Charset.forName(name.replace("utf_", "utf-"));
        };
    }

    private boolean hasMark() {
        return body.length >= 2 && (body[0] & 0xff) + (body[1] & 0xff) == 0xfe + 0xff;
    }

    /** Bytes of unknown encoding as a text: UTF-16 with its mark, else UTF-8 where it is that, else Latin-1. */
    public static String detected(byte[] bytes) {
        if (bytes.length >= 2
                && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
                        || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe))) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
