package dev.reliability.internal.chaostoolkit.jsonpath;

import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A step of a path: from one current value to any number of values, in order. */
interface Node {
    Stream<Match> match(@Nullable Object root, @Nullable Object current);

    /** A value that was reached; boxed because streams of {@code null} are hard to read. */
    record Match(@Nullable Object value) {}

    /** The end of a path. */
    Node END = (root, current) -> Stream.of(new Match(current));

    static Node fromRoot(Node next) {
        return (root, current) -> next.match(root, root);
    }

    /** Each subscript in turn, each followed by the rest of the path. */
    static Node subscripts(List<Node> subscripts, Node next) {
        return (root, current) -> subscripts.stream()
                .flatMap(subscript -> subscript.match(root, current))
                .flatMap(match -> next.match(root, match.value()));
    }

    /** The value itself first, then its children, depth first. */
    static Node descend(Node next) {
        return new Node() {
            @Override
            public Stream<Match> match(@Nullable Object root, @Nullable Object current) {
                return Stream.concat(
                        next.match(root, current),
                        children(current).stream().flatMap(child -> match(root, child.value())));
            }
        };
    }

    static Node member(String key) {
        return (root, current) -> current instanceof Map<?, ?> map && map.containsKey(key)
                ? Stream.of(new Match(map.get(key)))
                : Stream.empty();
    }

    static Node wildcard() {
        return (root, current) -> children(current).stream();
    }

    static Node index(long index) {
        return (root, current) -> current instanceof List<?> list ? at(list, index) : Stream.empty();
    }

    /** A path in brackets: its values are used as index or as key. */
    static Node computed(Node inner) {
        return (root, current) -> inner.match(root, current).flatMap(match -> {
            Object value = match.value();
            if (value instanceof Boolean flag) {
                return index(flag ? 1 : 0).match(root, current);
            }
            if (PythonValues.isInteger(value)) {
                return index(((Number) value).longValue()).match(root, current);
            }
            return value instanceof String key ? member(key).match(root, current) : Stream.empty();
        });
    }

    /** Keeps or drops the current value itself, not its children. */
    static Node filter(Condition condition) {
        return (root, current) -> condition.test(root, current) ? Stream.of(new Match(current)) : Stream.empty();
    }

    static List<Match> children(@Nullable Object value) {
        List<Match> children = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(child -> children.add(new Match(child)));
        } else if (value instanceof List<?> list) {
            list.forEach(child -> children.add(new Match(child)));
        }
        return children;
    }

    static Stream<Match> at(List<?> list, long index) {
        long place = index < 0 ? index + list.size() : index;
        return place >= 0 && place < list.size() ? Stream.of(new Match(list.get((int) place))) : Stream.empty();
    }
}
