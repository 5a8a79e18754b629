package dev.reliability.internal.chaostoolkit.tolerance;

/** The flags that hold in a part of an expression. */
record Flags(boolean ascii, boolean ignoreCase, boolean multiLine, boolean dotAll, boolean verbose) {
    static final Flags NONE = new Flags(false, false, false, false, false);

    Flags with(char letter, boolean on) {
        return switch (letter) {
            case 'a' -> new Flags(true, ignoreCase, multiLine, dotAll, verbose);
            case 'u' -> new Flags(false, ignoreCase, multiLine, dotAll, verbose);
            case 'i' -> new Flags(ascii, on, multiLine, dotAll, verbose);
            case 'm' -> new Flags(ascii, ignoreCase, on, dotAll, verbose);
            case 's' -> new Flags(ascii, ignoreCase, multiLine, on, verbose);
            default -> new Flags(ascii, ignoreCase, multiLine, dotAll, on);
        };
    }
}
