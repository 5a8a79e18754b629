package dev.reliability.internal.chaostoolkit.tolerance;

/** A regular expression that Python refuses, or that has no equivalent here; says where. */
public final class PatternSyntax extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unsupported;

    PatternSyntax(String pattern, int at, String reason, boolean unsupported) {
        super("'" + pattern + "', character " + (at + 1) + ": " + reason);
        this.unsupported = unsupported;
    }

    /** Whether Python would accept the expression, and only this library cannot run it. */
    public boolean unsupported() {
        return unsupported;
    }
}
