package dev.reliability.k8s.internal.function;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.NoCluster;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call with the cluster that it means: that of the secrets' {@code KUBERNETES_CONTEXT}, or the usual one. */
final class ClusterCall {

    private final FunctionCall call;
    private final Api api;

    private ClusterCall(FunctionCall call, Api api) {
        this.call = call;
        this.api = api;
    }

    /**
     * Finds the cluster; nothing is asked yet.
     *
     * @throws FunctionFailedException if there is none
     */
    static ClusterCall of(FunctionCall call) {
        try {
            return new ClusterCall(
                    call, new Api(Cluster.of(Access.choose(name -> setting(call, name), chosenContext(call)))));
        } catch (NoCluster e) {
            throw new FunctionFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<String> setting(FunctionCall call, String name) {
        return call.system()
                .value(name)
                .or(() -> call.environment(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)));
    }

    /** Returns the context that the secrets of the call name. */
    static Optional<String> chosenContext(FunctionCall call) {
        return Optional.ofNullable(call.secrets().get(Access.CONTEXT))
                .map(String::valueOf)
                .filter(text -> !text.isBlank());
    }

    FunctionCall call() {
        return call;
    }

    Api api() {
        return api;
    }

    boolean strict() {
        return call.strict();
    }

    String namespace() {
        return call.text("ns");
    }

    /** Returns an optional text, empty where it is null. */
    String text(String name) {
        return call.optionalText(name).orElse("");
    }

    /** Returns a selector of labels with the name filled in, as Python's {@code format} does it. */
    String selector() {
        return text("label_selector")
                .replace("{name}", call.optionalText("name").orElse("None"));
    }

    long number(String name) {
        return call.number(name).longValue();
    }

    /** Returns an argument's truth, which in Python everything has. */
    boolean truth(String name) {
        return truth(call.arguments().get(name));
    }

    private static boolean truth(@Nullable Object value) {
        if (value == null || value.equals(false) || value.equals("")) {
            return false;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return !(value instanceof List<?> list && list.isEmpty() || value instanceof Map<?, ?> map && map.isEmpty());
    }

    /**
     * Fails, or answers no where the caller wants that.
     *
     * @param raises the flag that says so; empty where there is none and the answer is no
     */
    boolean no(String raises, String reason) {
        if (raises.equals(Definition.ALWAYS) || truth(raises)) {
            throw new FunctionFailedException(reason);
        }
        return false;
    }

    /** Fails in a strict experiment, where nothing that was asked for was there. */
    void failIfStrict(String reason) {
        if (strict()) {
            throw new FunctionFailedException(reason);
        }
    }

    /** Names what selectors mean: {@code 'app=web' in namespace shop of context "staging"}. */
    String where(String selector) {
        return (selector.isEmpty() ? "" : "'" + selector + "' ") + "in namespace " + namespace() + " of context \""
                + api.cluster().context() + "\"";
    }
}
