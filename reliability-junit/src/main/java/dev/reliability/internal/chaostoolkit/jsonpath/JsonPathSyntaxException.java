package dev.reliability.internal.chaostoolkit.jsonpath;

/** A path that cannot be read; says where. */
public final class JsonPathSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonPathSyntaxException(String path, int at, String reason) {
        super("'" + path + "', character " + (at + 1) + ": " + reason);
    }
}
