package dev.reliability.internal.chaostoolkit.jsonpath;

import dev.reliability.internal.chaostoolkit.jsonpath.Node.Match;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions of the dialect, such as {@code [length()]}; each applies to the current value. */
final class Functions {
    static final Set<String> NAMES = Set.of("charAt", "entries", "keys", "length", "substring", "values");

    private Functions() {}

    /** A call; where an argument is a path, once for each combination of what the arguments match. */
    static Node call(String name, List<Node> arguments) {
        return (root, current) -> {
            List<List<Match>> combinations = List.of(List.of());
            for (Node argument : arguments) {
                List<Match> choices = argument.match(root, current).toList();
                combinations = combinations.stream()
                        .flatMap(before -> choices.stream().map(choice -> {
                            List<Match> longer = new ArrayList<>(before);
                            longer.add(choice);
                            return longer;
                        }))
                        .map(List::copyOf)
                        .toList();
            }
            return combinations.stream().flatMap(given -> apply(name, current, given).stream());
        };
    }

    private static Optional<Match> apply(String name, @Nullable Object current, List<Match> given) {
        if (current instanceof String text) {
            return ofText(name, text, given);
        }
        if (!given.isEmpty()) {
            return Optional.empty();
        }
        if (current instanceof Map<?, ?> map) {
            return ofMap(name, map);
        }
        return current instanceof List<?> list ? ofList(name, list) : Optional.empty();
    }

    private static Optional<Match> ofMap(String name, Map<?, ?> map) {
        return switch (name) {
            case "entries" -> {
                List<Object> entries = new ArrayList<>();
                map.forEach((key, value) -> entries.add(pair(key, value)));
                yield Optional.of(new Match(entries));
            }
            case "keys" -> Optional.of(new Match(new ArrayList<Object>(map.keySet())));
            case "values" -> Optional.of(new Match(new ArrayList<Object>(map.values())));
            default -> Optional.empty();
        };
    }

    private static Optional<Match> ofList(String name, List<?> list) {
        return switch (name) {
            case "length" -> Optional.of(new Match((long) list.size()));
            case "values" -> Optional.of(new Match(list));
            case "keys" ->
                Optional.of(new Match(LongStream.range(0, list.size()).boxed().toList()));
            case "entries" -> {
                List<Object> entries = new ArrayList<>();
                for (Object element : list) {
                    entries.add(pair((long) entries.size(), element));
                }
                yield Optional.of(new Match(entries));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Match> ofText(String name, String text, List<Match> given) {
        int[] points = text.codePoints().toArray();
        if (name.equals("length") && given.isEmpty()) {
            return Optional.of(new Match((long) points.length));
        }
        if (!Stream.of("charAt", "substring").anyMatch(name::equals)
                || !given.stream().allMatch(argument -> PythonValues.isIntOrBool(argument.value()))) {
            return Optional.empty();
        }
        if (name.equals("charAt") && given.size() == 1) {
            long at = number(given.get(0));
            long place = at < 0 ? at + points.length : at;
            return place >= 0 && place < points.length
                    ? Optional.of(new Match(Character.toString(points[(int) place])))
                    : Optional.empty();
        }
        if (name.equals("substring") && (given.size() == 1 || given.size() == 2)) {
            int from = bound(number(given.get(0)), points.length);
            int to = given.size() == 1 ? points.length : bound(number(given.get(1)), points.length);
            return Optional.of(new Match(from < to ? new String(points, from, to - from) : ""));
        }
        return Optional.empty();
    }

    private static int bound(long index, int length) {
        long place = index < 0 ? index + length : index;
        return (int) Math.max(0, Math.min(length, place));
    }

    private static long number(Match argument) {
        return PythonValues.exact(argument.value()).longValue();
    }

    private static List<@Nullable Object> pair(@Nullable Object key, @Nullable Object value) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(key);
        pair.add(value);
        return pair;
    }
}
