package dev.reliability.k8s.internal.mark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an object says of the fault that changed it.
 *
 * @param id key of the fault
 * @param fault what was done, such as {@code shutdown of greeter}
 * @param target address of the target of the fault
 * @param by who did it
 * @param until when the run is over for certain, whatever became of it
 * @param before fields of the specification as they were; null for one that was absent
 * @param after the same fields as the fault sets them
 * @param pods names of pods that the fault wrote on
 * @param autoscaled whether an autoscaler may have begun to put the number of pods back by itself
 */
public record Mark(
        String id,
        String fault,
        String target,
        String by,
        Instant until,
        Map<String, @Nullable Object> before,
        Map<String, @Nullable Object> after,
        List<String> pods,
        boolean autoscaled) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final int ID = 8;

    /** Copies the collections. */
    public Mark {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
        pods = List.copyOf(pods);
    }

    /** Returns a new key of a fault. */
    public static String newId() {
        return UUID.randomUUID().toString().substring(0, ID);
    }

    /**
     * Returns a mark of this run.
     *
     * @param longest how long the run may take from now on
     */
    public static Mark of(
            String id,
            String fault,
            String target,
            Duration longest,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after,
            List<String> pods,
            boolean autoscaled) {
        Instant until = Instant.now().plus(longest).plus(MARGIN).truncatedTo(ChronoUnit.SECONDS);
        return new Mark(id, fault, target, us(), until, before, after, pods, autoscaled);
    }

    private static String us() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "an unnamed host";
        }
        return System.getProperty("user.name") + " on " + host + " (process "
                + ProcessHandle.current().pid() + ")";
    }

    /** Tells whether the run that wrote it may still be there. */
    public boolean mayLive() {
        return Instant.now().isBefore(until);
    }

    String write() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("fault", fault);
        tree.put("target", target);
        tree.put("by", by);
        tree.put("until", until.toString());
        tree.put("before", before);
        tree.put("after", after);
        tree.put("pods", pods);
        tree.put("autoscaled", autoscaled);
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException if somebody else wrote it */
    static Mark read(String text) {
        try {
            Map<String, Object> tree = JSON.readValue(text, new TypeReference<>() {});
            return new Mark(
                    String.valueOf(tree.get("id")),
                    String.valueOf(tree.get("fault")),
                    String.valueOf(tree.get("target")),
                    String.valueOf(tree.get("by")),
                    Instant.parse(String.valueOf(tree.get("until"))),
                    fields(tree.get("before")),
                    fields(tree.get("after")),
                    tree.get("pods") instanceof List<?> names
                            ? names.stream().map(String::valueOf).toList()
                            : List.of(),
                    Boolean.TRUE.equals(tree.get("autoscaled")));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, @Nullable Object> fields(@Nullable Object tree) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        }
        return fields;
    }
}
