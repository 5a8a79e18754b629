package dev.reliability.internal.chaostoolkit.jsonpath;

import dev.reliability.internal.chaostoolkit.value.PythonError;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code [start:end:step]}.
 *
 * <p>Bounds count from the end when negative. Unlike in Python, a negative step without bounds selects nothing, and
 * indices that stay negative count from the end once more.
 */
record Slice(@Nullable Long start, @Nullable Long end, @Nullable Long step) implements Node {
    @Override
    public Stream<Match> match(@Nullable Object root, @Nullable Object current) {
        if (!(current instanceof List<?> list)) {
            return Stream.empty();
        }
        long size = list.size();
        long from = start == null ? 0 : start + (start >= 0 ? 0 : Math.abs(start) < size ? size : Math.abs(start));
        long to = end == null ? size : end + (end < 0 ? size : 0);
        long by = step == null ? 1 : step;
        if (by == 0) {
            throw PythonError.valueError("range() arg 3 must not be zero");
        }
        // nothing beyond the list can match, so the range need not go there
        LongStream indices = by > 0
                ? LongStream.iterate(from, i -> i < Math.min(to, size), i -> i + by)
                : LongStream.iterate(from, i -> i > Math.max(to, -size - 1), i -> i + by);
        return indices.boxed().flatMap(i -> Node.at(list, i));
    }
}
