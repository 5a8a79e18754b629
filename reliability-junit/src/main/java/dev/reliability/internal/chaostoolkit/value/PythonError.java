package dev.reliability.internal.chaostoolkit.value;

/**
 * An operation that raises in Python, and with that ends the Chaos Toolkit's run with a traceback.
 *
 * <p>Carries the name of the Python exception so that compat mode can report what the tool would have reported.
 */
public final class PythonError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;

    public PythonError(String type, String message) {
        super(message);
        this.type = type;
    }

    /** The name of the exception as Python prints it, such as {@code TypeError}. */
    public String type() {
        return type;
    }

    /** One line as Python's traceback ends: {@code TypeError: message}. */
    public String line() {
        String message = getMessage();
        return message == null || message.isEmpty() ? type : type + ": " + message;
    }

    /** Something that only this implementation throws, where the tool would have raised something of its own. */
    public static PythonError unexpected(Throwable thrown) {
        PythonError error = new PythonError(
                thrown.getClass().getSimpleName(), thrown.getMessage() == null ? "" : thrown.getMessage());
        error.initCause(thrown);
        return error;
    }

    public static PythonError typeError(String message) {
        return new PythonError("TypeError", message);
    }

    public static PythonError valueError(String message) {
        return new PythonError("ValueError", message);
    }

    public static PythonError keyError(String key) {
        return new PythonError("KeyError", PythonText.repr(key));
    }

    public static PythonError noAttribute(@org.jspecify.annotations.Nullable Object value, String attribute) {
        return new PythonError(
                "AttributeError", "'" + PythonValues.typeName(value) + "' object has no attribute '" + attribute + "'");
    }
}
