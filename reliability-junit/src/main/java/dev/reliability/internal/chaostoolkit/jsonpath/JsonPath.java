package dev.reliability.internal.chaostoolkit.jsonpath;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path in the dialect of jsonpath2: {@code =} is equality, {@code or} binds tighter than {@code and},
 * <code>[?(...)]</code> filters the current value itself, and strings stand in double quotes, taken literally.
 */
public final class JsonPath {
    private final Node root;

    private JsonPath(Node root) {
        this.root = root;
    }

    /**
     * Reads a path.
     *
     * @throws JsonPathSyntaxException when it is not one; the message says where
     */
    public static JsonPath parse(String path) {
        return new JsonPath(new Parser(path).parse());
    }

    /**
     * The values that the path selects, in order.
     *
     * @throws dev.reliability.internal.chaostoolkit.value.PythonError where the tool ends with a traceback
     */
    public List<@Nullable Object> select(@Nullable Object document) {
        List<@Nullable Object> values = new ArrayList<>();
        root.match(document, document).forEachOrdered(match -> values.add(match.value()));
        return values;
    }
}
