package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.spi.ExperimentSystem;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The targets that stand for pods: a profile gives each the namespace and labels that experiments know it by, in
 * {@code target.NAME.pods = NAMESPACE/LABEL=VALUE,…}.
 */
final class DeclaredPods {
    private final ExperimentSystem system;

    private DeclaredPods(ExperimentSystem system) {
        this.system = system;
    }

    static DeclaredPods of(FunctionCall call) {
        return new DeclaredPods(call.system());
    }

    /** Whether the profile names any; if so, the experiment does not speak of a cluster. */
    static boolean exist(FunctionCall call) {
        ExperimentSystem system = call.system();
        return system.targets().stream()
                .anyMatch(name -> system.value(key(name)).isPresent());
    }

    private static String key(String target) {
        return "target." + target + ".pods";
    }

    /** Finds those with the labels, in the order of their names. */
    List<Target> select(String namespace, String selector) {
        Map<String, String> declared = declared();
        if (declared.isEmpty()) {
            throw new FunctionFailedException(undeclared(namespace, selector));
        }
        return matching(declared, namespace, selector).stream()
                .map(system::target)
                .toList();
    }

    /**
     * Says what the profile lacks for pods to be found, a sentence; nothing when they are declared.
     *
     * @param some whether it takes at least one
     */
    List<String> missing(String namespace, String selector, boolean some) {
        Map<String, String> declared = declared();
        if (declared.isEmpty()) {
            return List.of(undeclared(namespace, selector));
        }
        return !some || !matching(declared, namespace, selector).isEmpty()
                ? List.of()
                : List.of("no target stands for the pods '" + selector + "' of namespace " + namespace
                        + ": add \"target.NAME.pods = " + namespace + "/" + selector
                        + "\" to the profile, which has " + String.join(", ", new TreeSet<>(declared.values())));
    }

    private static String undeclared(String namespace, String selector) {
        return "nothing says what the pods '" + selector + "' of namespace " + namespace
                + " are: add \"target.NAME.pods = " + namespace + "/" + selector
                + "\" to the profile, or reliability-k8s to the class path for those of a cluster";
    }

    private Map<String, String> declared() {
        Map<String, String> declared = new LinkedHashMap<>();
        for (String name : new TreeSet<>(system.targets())) {
            system.value(key(name)).ifPresent(pods -> declared.put(name, pods));
        }
        return declared;
    }

    private static List<String> matching(Map<String, String> declared, String namespace, String selector) {
        LabelSelector labels = LabelSelector.of(selector);
        return declared.entrySet().stream()
                .filter(entry -> namespace.equals(namespace(entry.getValue()))
                        && labels.matches(labels(entry.getKey(), entry.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String namespace(String pods) {
        int slash = pods.indexOf('/');
        // the slash of a label's prefix comes after the namespace's, or before an equals sign
        return slash < 0 || pods.substring(0, slash).contains("=")
                ? "default"
                : pods.substring(0, slash).strip();
    }

    private static Map<String, String> labels(String target, String pods) {
        int slash = pods.indexOf('/');
        boolean qualified = slash >= 0 && !pods.substring(0, slash).contains("=");
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : (qualified ? pods.substring(slash + 1) : pods).split(",", -1)) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw new FunctionFailedException("\"" + key(target) + " = " + pods
                        + "\" is not understood: write NAMESPACE/LABEL=VALUE,LABEL=VALUE");
            }
            labels.put(
                    label.substring(0, equals).strip(),
                    label.substring(equals + 1).strip());
        }
        return labels;
    }
}
