package dev.reliability.spi;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Something that the controller must be allowed to do, in the words of whoever grants it.
 *
 * <pre>{@code
 * Right.of("kubernetes", "delete", "pods").with("namespace", "shop");
 * Right.of("aws", "ec2:StopInstances", "arn:aws:ec2:eu-central-1:123456789012:instance/i-0abc");
 * }</pre>
 *
 * @param authority who grants it: {@link Authority#name()}
 * @param action what is done: {@code delete}, {@code ec2:StopInstances}
 * @param on to what: {@code pods}, an ARN, or {@code *}
 * @param details what else it takes to grant or check it, such as a namespace, a condition, or where to ask; sorted by name
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Right(String authority, String action, String on, SortedMap<String, String> details) {

    /** Copies the details. */
    public Right {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** Returns a right without details. */
    public static Right of(String authority, String action, String on) {
        return new Right(authority, action, on, new TreeMap<>());
    }

    /** Returns the same right with one more detail. */
    public Right with(String name, String value) {
        SortedMap<String, String> all = new TreeMap<>(details);
        all.put(name, value);
        return new Right(authority, action, on, all);
    }

    /** Returns it as {@code reliability plan} prints it: {@code delete pods (namespace shop)}. */
    @Override
    public String toString() {
        String more = details.entrySet().stream()
                .map(Map.Entry::toString)
                .reduce((one, other) -> one + ", " + other)
                .map(all -> " (" + all.replace('=', ' ') + ")")
                .orElse("");
        return action + " " + on + more;
    }
}
