package dev.reliability.internal.chaostoolkit;

import java.util.List;
import java.util.Random;

/** Paths in the dialect of jsonpath2, some of them broken. */
final class RandomPaths {
    private RandomPaths() {}

    static String path(Random random) {
        String path = "$" + steps(random, 3);
        if (random.nextInt(12) == 0) {
            int at = random.nextInt(path.length());
            return random.nextBoolean()
                    ? path.substring(0, at) + path.substring(at + 1)
                    : path.substring(0, at)
                            + pick(random, "[", "]", ".", "'", "(", "or", " ", "=", "\"")
                            + path.substring(at);
        }
        return path;
    }

    private static String steps(Random random, int depth) {
        StringBuilder steps = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            steps.append(step(random, depth));
        }
        return steps.toString();
    }

    private static String step(Random random, int depth) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> "." + name(random);
            case 2 -> ".." + name(random);
            case 3 -> ".*";
            case 4 -> "." + function(random, depth);
            case 5 -> "..[" + subscript(random, depth) + "]";
            case 6 -> "[" + subscript(random, depth) + "," + subscript(random, depth) + "]";
            default -> "[" + subscript(random, depth) + "]";
        };
    }

    private static String subscript(Random random, int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> String.valueOf(random.nextInt(7) - 3);
            case 1 -> part(random) + ":" + part(random);
            case 2 -> part(random) + ":" + part(random) + ":" + part(random);
            case 3 -> "\"" + name(random) + "\"";
            case 4 -> "*";
            case 5 -> depth > 0 ? pick(random, "@", "$") + steps(random, depth - 1) : "*";
            case 6 -> function(random, depth);
            default -> depth > 0 ? "?(" + condition(random, depth - 1) + ")" : "0";
        };
    }

    private static String part(Random random) {
        return random.nextInt(3) == 0 ? "" : String.valueOf(random.nextInt(9) - 4);
    }

    private static String function(Random random, int depth) {
        String argument = random.nextInt(4) == 0 ? operand(random, depth - 1) : String.valueOf(random.nextInt(5) - 2);
        return pick(
                random,
                "length()",
                "length()",
                "keys()",
                "values()",
                "entries()",
                "charAt(" + argument + ")",
                "substring(" + argument + ")",
                "substring(" + argument + "," + argument + ")",
                "size()");
    }

    private static String condition(Random random, int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> condition(random, depth - 1) + " and " + condition(random, depth - 1);
            case 1 -> condition(random, depth - 1) + " or " + condition(random, depth - 1);
            case 2 -> "not " + condition(random, depth - 1);
            case 3 -> "(" + condition(random, depth - 1) + ")";
            case 4 -> operand(random, depth);
            default ->
                operand(random, depth)
                        + pick(random, "=", "=", " != ", "<", " <= ", ">", ">=", " contains ")
                        + operand(random, depth);
        };
    }

    private static String operand(Random random, int depth) {
        return random.nextInt(3) == 0 || depth <= 0
                ? pick(
                        random,
                        "1",
                        "\"a\"",
                        "true",
                        "false",
                        "null",
                        "0.5",
                        "[1,2]",
                        "{\"a\": 1}",
                        "-1",
                        "\"\"",
                        "200",
                        "01")
                : pick(random, "@", "@", "$") + steps(random, depth - 1);
    }

    private static String name(Random random) {
        return pick(random, "a", "b", "c", "status", "body", "a", "b", "order", random.nextInt(9) == 0 ? "or" : "c");
    }

    private static String pick(Random random, String... choices) {
        return List.of(choices).get(random.nextInt(choices.length));
    }
}
