package dev.reliability.internal.chaostoolkit.tolerance;

/** A character class in brackets; Java's own meaning of {@code [} and {@code &&} inside of one is escaped away. */
final class PatternClass {
    private final PatternScanner in;
    private final Flags flags;

    PatternClass(PatternScanner in, Flags flags) {
        this.in = in;
        this.flags = flags;
    }

    void translate(StringBuilder out) {
        in.inClass(true);
        out.append(in.take('^') ? "[^" : "[");
        boolean first = true;
        while (first || !in.more() || in.peek() != ']') {
            if (!in.more()) {
                throw in.error("unterminated character set");
            }
            member(out);
            first = false;
        }
        in.skip(1);
        out.append(']');
        in.inClass(false);
    }

    private void member(StringBuilder out) {
        int low = point(out);
        if (!in.more() || in.peek() != '-' || in.closesAfterDash()) {
            if (low >= 0) {
                out.append(CharacterSets.literal(low));
            }
            return;
        }
        in.skip(1);
        if (!in.more()) {
            throw in.error("unterminated character set");
        }
        int high = point(new StringBuilder());
        if (low < 0 || high < 0 || high < low) {
            throw in.error("bad character range");
        }
        out.append(CharacterSets.literal(low)).append('-').append(CharacterSets.literal(high));
    }

    /** The next character, or -1 after a class such as {@code \d}, which is then written already. */
    private int point(StringBuilder out) {
        char c = in.next();
        if (c != '\\') {
            return in.point(c);
        }
        if (in.more() && CharacterSets.isClass(in.peek())) {
            out.append(CharacterSets.of(in.next(), flags.ascii()));
            return -1;
        }
        return in.escapedPoint(true);
    }
}
