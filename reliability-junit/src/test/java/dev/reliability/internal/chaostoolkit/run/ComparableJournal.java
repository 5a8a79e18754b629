package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What of a journal must be the same as the tool's: no times, no messages, no order among what runs at the same time. */
public final class ComparableJournal {
    private ComparableJournal() {}

    /**
     * The journal without what varies.
     *
     * @param background whether the order of the entries is left to chance
     */
    public static Map<String, Object> of(Map<String, Object> journal, boolean background) {
        Map<String, Object> normal = new LinkedHashMap<>();
        normal.put(
                "keys",
                journal.keySet().stream()
                        .filter(key -> !key.equals("reliability"))
                        .toList());
        Map<String, Object> experiment = map(journal.get("experiment"));
        normal.put("title", experiment.get("title"));
        normal.put("dry", experiment.get("dry"));
        normal.put("status", journal.get("status"));
        normal.put("deviated", journal.get("deviated"));
        Map<String, Object> states = map(journal.get("steady_states"));
        normal.put("before", state(states.get("before")));
        normal.put("after", state(states.get("after")));
        normal.put(
                "during",
                List.copyOf(new TreeSet<>(((List<?>) states.get("during"))
                        .stream().map(state -> PythonJson.dumps(state(state))).toList())));
        normal.put("run", entries(journal.get("run"), background));
        normal.put("rollbacks", entries(journal.get("rollbacks"), background));
        return normal;
    }

    private static @Nullable Object state(@Nullable Object state) {
        if (state == null) {
            return null;
        }
        Map<String, Object> normal = new LinkedHashMap<>();
        normal.put("met", map(state).get("steady_state_met"));
        normal.put("probes", entries(map(state).get("probes"), false));
        return normal;
    }

    private static List<Object> entries(@Nullable Object entries, boolean sorted) {
        List<Object> normal = new ArrayList<>();
        for (Object entry : (List<?>) entries) {
            Map<String, Object> map = new LinkedHashMap<>(map(entry));
            map.put("activity", map(map.get("activity")).get("name"));
            for (String varying : List.of("start", "end", "duration", "exception")) {
                map.computeIfPresent(varying, (key, value) -> "...");
            }
            // what a shell says of its own death is its own affair
            normal.add(map);
        }
        if (sorted) {
            normal.sort((a, b) -> PythonText.str(a).compareTo(PythonText.str(b)));
        }
        return normal;
    }

    private static Map<String, Object> map(@Nullable Object value) {
        return Values.mutable(Values.asMap(value));
    }
}
