package dev.reliability.internal.chaostoolkit;

import java.util.List;
import java.util.Random;

/** Regular expressions as Python reads them, some of them broken, and texts that they may match. */
final class RandomPatterns {
    private static final List<String> ATOMS = List.of(
            "a",
            "b",
            "1",
            " ",
            "é",
            ".",
            "\\d",
            "\\D",
            "\\w",
            "\\W",
            "\\s",
            "\\S",
            "\\.",
            "\\n",
            "\\t",
            "\\x41",
            "\\u00e9",
            "\\101",
            "\\0",
            "-",
            "#",
            "&&",
            "{",
            "}",
            "{a}",
            "]",
            "\\]",
            "\\-",
            "\\/",
            "\\ ",
            "_",
            "$",
            "^",
            "\\A",
            "\\Z",
            "\\b",
            "\\B",
            "\\U0001F600",
            "\\v",
            "\\a",
            "\\e",
            "\\z",
            "\\Q");
    private static final List<String> CLASSES = List.of(
            "[ab]",
            "[^a]",
            "[]a]",
            "[^]a]",
            "[a-c1]",
            "[a\\-b]",
            "[-a]",
            "[a-]",
            "[\\d.]",
            "[^\\s]",
            "[\\W]",
            "[&&a]",
            "[a[b]",
            "[\\b]",
            "[.$^]",
            "[\\]]",
            "[c-a]",
            "[\\w-a]",
            "[a-\\d]",
            "[\\x41-Z]",
            "[",
            "[é]",
            "[#a]",
            "[ ]",
            "[^\\W\\d]");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "b",
            "ab",
            "aab",
            "1",
            "a1",
            "A",
            "é",
            "É",
            " ",
            "\n",
            "a\n",
            "\na",
            "a\nb\n",
            "a b",
            "a-b",
            "#a",
            "²",
            "a&&b",
            "{a}",
            "aa",
            "abab",
            "x",
            "\u00a0",
            "\u001c",
            "_",
            "\r\n",
            "a\r",
            "\u2028",
            "\uD83D\uDE00",
            "ſ",
            "]",
            "\u000b");

    private RandomPatterns() {}

    static String text(Random random) {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return random.nextBoolean() ? text : text + TEXTS.get(random.nextInt(TEXTS.size()));
    }

    static String pattern(Random random) {
        String flags = random.nextInt(4) == 0
                ? pick(random, "(?i)", "(?m)", "(?s)", "(?x)", "(?im)", "(?a)", "(?u)", "(?L)")
                : "";
        return flags + sequence(random, 2);
    }

    private static String sequence(Random random, int depth) {
        StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            pattern.append(item(random, depth));
            if (random.nextInt(3) == 0) {
                pattern.append(pick(
                        random, "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{1,}", "{2,1}", "*+", "**",
                        "{1}?", "{,}", "{}"));
            }
        }
        if (random.nextInt(5) == 0) {
            pattern.append('|').append(random.nextBoolean() ? "" : item(random, depth));
        }
        return pattern.toString();
    }

    private static String item(Random random, int depth) {
        int choice = random.nextInt(depth > 0 ? 9 : 4);
        if (choice < 3) {
            return ATOMS.get(random.nextInt(ATOMS.size()));
        }
        if (choice == 3) {
            return CLASSES.get(random.nextInt(CLASSES.size()));
        }
        String inner = sequence(random, depth - 1);
        return switch (random.nextInt(14)) {
            case 0, 1 -> "(" + inner + ")";
            case 2 -> "(?:" + inner + ")";
            case 3 -> "(?P<n_1>" + inner + ")(?P=n_1)";
            case 4 -> "(?=" + inner + ")";
            case 5 -> "(?!" + inner + ")";
            case 6 -> "(?<=" + inner + ")";
            case 7 -> "(?<!" + inner + ")";
            case 8 -> "(" + inner + ")\\1";
            case 9 -> "(?i:" + inner + ")";
            case 10 -> "(?s-i:" + inner + ")";
            case 11 -> "(?#" + "note)";
            case 12 -> "(?>" + inner + ")";
            default ->
                pick(
                        random,
                        "(?P<n>" + inner + ")",
                        "(?P=q)",
                        "(?x: a b)",
                        "(?-:a)",
                        "(?<n>a)",
                        "(",
                        ")",
                        "\\2",
                        "(?m:^a$)");
        };
    }

    private static String pick(Random random, String... choices) {
        return List.of(choices).get(random.nextInt(choices.length));
    }
}
