package dev.reliability.internal.chaostoolkit.tolerance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a Python expression and writes the Java one; keeps widths, because look-behind needs a fixed one. */
final class PatternTranslator {
    private final PatternScanner in;
    private final Map<String, Integer> names = new HashMap<>();
    private final List<Width> groups = new ArrayList<>();

    PatternTranslator(String expression) {
        this.in = new PatternScanner(expression);
        groups.add(Width.OPEN);
    }

    String translate() {
        Flags flags = leadingFlags();
        StringBuilder out = new StringBuilder(flags.ignoreCase() ? "(?iu)" : "");
        alternatives(out, flags);
        if (in.more()) {
            throw in.error("unbalanced parenthesis");
        }
        return out.toString();
    }

    private Flags leadingFlags() {
        Flags flags = Flags.NONE;
        while (in.rest().matches("(?s)\\(\\?[aiLmsux]+\\).*")) {
            in.skip(2);
            while (in.peek() != ')') {
                flags = flags.with(flag(in.next()), true);
            }
            in.skip(1);
            if (flags.verbose()) {
                in.verbose(true);
            }
        }
        return flags;
    }

    private char flag(char letter) {
        if (letter == 'L') {
            throw in.unsupported("the flag L is for bytes");
        }
        return letter;
    }

    private Width alternatives(StringBuilder out, Flags flags) {
        Width width = sequence(out, flags);
        while (in.take('|')) {
            out.append('|');
            width = width.or(sequence(out, flags));
        }
        return width;
    }

    private Width sequence(StringBuilder out, Flags flags) {
        Width width = Width.NONE;
        while (in.moreOfSequence()) {
            StringBuilder item = new StringBuilder();
            Item kind = item(item, flags);
            Width one = kind.width();
            String quantifier = in.quantifier();
            if (!quantifier.isEmpty()) {
                if (!kind.repeatable()) {
                    throw in.error("nothing to repeat");
                }
                one = in.lastRepeat(one);
                if (!in.quantifier().isEmpty()) {
                    throw in.error("multiple repeat");
                }
            }
            out.append(item).append(quantifier);
            width = width.then(one);
        }
        return width;
    }

    private Item item(StringBuilder out, Flags flags) {
        char c = in.next();
        switch (c) {
            case '.' -> out.append(flags.dotAll() ? "(?s:.)" : "[^\\n]");
            case '^' -> {
                out.append(flags.multiLine() ? "(?<![^\\n])" : "\\A");
                return Item.anchor();
            }
            case '$' -> {
                out.append(flags.multiLine() ? "(?![^\\n])" : "(?=\\n?\\z)");
                return Item.anchor();
            }
            case '[' -> new PatternClass(in, flags).translate(out);
            case '(' -> {
                return group(out, flags);
            }
            case '\\' -> {
                return escape(out, flags);
            }
            case '*', '+', '?' -> throw in.errorBefore("nothing to repeat");
            default -> {
                if (c == '{' && in.isRepeatAfterBrace()) {
                    throw in.errorBefore("nothing to repeat");
                }
                out.append(CharacterSets.literal(in.point(c)));
            }
        }
        return Item.one();
    }

    private Item escape(StringBuilder out, Flags flags) {
        if (in.ended()) {
            throw in.error("bad escape (end of pattern)");
        }
        char c = in.peek();
        if (CharacterSets.isClass(c)) {
            in.skip(1);
            out.append(CharacterSets.of(c, flags.ascii()));
            return Item.one();
        }
        switch (c) {
            case 'A' -> out.append("\\A");
            case 'Z' -> out.append("\\z");
            case 'b', 'B' -> out.append(CharacterSets.boundary(c == 'B', flags.ascii()));
            default -> {
                if (c >= '1' && c <= '9' && !in.octalAhead()) {
                    return reference(out, in.groupNumber());
                }
                out.append(CharacterSets.literal(in.escapedPoint(false)));
                return Item.one();
            }
        }
        in.skip(1);
        return Item.anchor();
    }

    private Item reference(StringBuilder out, int number) {
        if (number >= groups.size()) {
            throw in.error("invalid group reference " + number);
        }
        if (groups.get(number).equals(Width.OPEN)) {
            throw in.error("cannot refer to an open group");
        }
        out.append("(?:\\").append(number).append(')');
        return new Item(groups.get(number), true);
    }

    private Item group(StringBuilder out, Flags flags) {
        if (!in.takeAtOnce('?')) {
            return capture(out, flags);
        }
        char c = in.more() ? in.next() : ' ';
        switch (c) {
            case ':' -> {
                return enclosed(out, "(?:", flags);
            }
            case '>' -> {
                return enclosed(out, "(?>", flags);
            }
            case '=', '!' -> {
                enclosed(out, "(?" + c, flags);
                return Item.zero();
            }
            case '<' -> {
                return lookBehind(out, flags);
            }
            case 'P' -> {
                return named(out, flags);
            }
            case '(' -> throw in.unsupported("conditionals such as (?(1)yes|no) have no equivalent");
            default -> {
                in.back();
                return scoped(out, flags);
            }
        }
    }

    private Item capture(StringBuilder out, Flags flags) {
        int number = groups.size();
        groups.add(Width.OPEN);
        Item item = enclosed(out, "(", flags);
        groups.set(number, item.width());
        return item;
    }

    private Item enclosed(StringBuilder out, String open, Flags flags) {
        boolean verbose = in.verbose(flags.verbose());
        out.append(open);
        Width width = alternatives(out, flags);
        if (!in.take(')')) {
            throw in.error("missing ), unterminated subpattern");
        }
        out.append(')');
        in.verbose(verbose);
        return new Item(width, true);
    }

    private Item lookBehind(StringBuilder out, Flags flags) {
        char c = in.more() ? in.next() : ' ';
        if (c != '=' && c != '!') {
            throw in.error("unknown extension ?<" + c);
        }
        Width width = enclosed(out, "(?<" + c, flags).width();
        if (width.least() != width.most()) {
            throw in.error("look-behind requires fixed-width pattern");
        }
        return Item.zero();
    }

    private Item named(StringBuilder out, Flags flags) {
        if (in.take('<')) {
            String name = in.name('>');
            if (names.putIfAbsent(name, groups.size()) != null) {
                throw in.error("redefinition of group name '" + name + "'");
            }
            return capture(out, flags);
        }
        if (in.take('=')) {
            String name = in.name(')');
            Integer number = names.get(name);
            if (number == null) {
                throw in.error("unknown group name '" + name + "'");
            }
            return reference(out, number);
        }
        throw in.error("unknown extension ?P");
    }

    private Item scoped(StringBuilder out, Flags flags) {
        Flags inner = flags;
        boolean on = true;
        while (in.more() && in.peek() != ':') {
            char c = in.next();
            if (c == ')') {
                throw in.error("global flags not at the start of the expression");
            }
            if (c == '-' && on) {
                on = false;
                if (in.more() && in.peek() == ':') {
                    throw in.error("missing flag");
                }
            } else if ("imsx".indexOf(c) >= 0 || (on && "auL".indexOf(c) >= 0)) {
                inner = inner.with(flag(c), on);
            } else {
                throw in.error("unknown extension ?" + c);
            }
        }
        if (!in.take(':')) {
            throw in.error("missing :");
        }
        return enclosed(out, inner.ignoreCase() ? "(?iu:" : "(?-iu:", inner);
    }

    /** What one item of a sequence is: how wide, and whether it may be repeated. */
    record Item(Width width, boolean repeatable) {
        static Item one() {
            return new Item(new Width(1, 1), true);
        }

        static Item anchor() {
            return new Item(Width.NONE, false);
        }

        static Item zero() {
            return new Item(Width.NONE, true);
        }
    }
}
