package dev.reliability.internal.chaostoolkit.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed document: plain immutable values, and the line of every node by its JSON pointer.
 *
 * @param file the file as the user named it
 * @param root the whole value
 */
public record Document(String file, @Nullable Object root, Map<String, Integer> lines) {
    /** The line of the node, or of the nearest node around it; 0 for an empty document. */
    public int line(String pointer) {
        String at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = Pointers.parent(at);
        }
        return lines.getOrDefault(at, 0);
    }
}
