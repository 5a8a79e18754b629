package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keys that nobody reads are mistakes: {@code rollback} would mean that nothing is undone. */
final class Keys {
    private Keys() {}

    static void onlyKnown(Map<String, ?> map, Set<String> known, String pointer, Problems problems) {
        for (String key : map.keySet()) {
            if (!known.contains(key)) {
                String hint = DidYouMean.hint(key, known);
                problems.add(
                        Pointers.child(pointer, key),
                        "the key '" + key + "' is not known here"
                                + (hint.isEmpty() ? "; known are " + String.join(", ", new TreeSet<>(known)) : hint));
            }
        }
    }

    /** Who writes it means that nothing is to be done, and the tool does it all. */
    static void notDry(Map<String, ?> map, String pointer, Problems problems) {
        if (PythonValues.truth(map.get("dry"))) {
            problems.add(
                    Pointers.child(pointer, "dry"),
                    "dry has no effect in a file; a dry run is asked for on the command line, such as --dry actions");
        }
    }
}
