package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.function.Arguments;
import dev.reliability.internal.chaostoolkit.http.Urls;
import dev.reliability.internal.chaostoolkit.provider.FunctionActivity;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import dev.reliability.internal.chaostoolkit.provider.ShellText;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.ExperimentFunction.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Strict mode: what stands for a reference, or is written itself, must be what is needed in its place. Values that are not known yet,
 * because a probe brings them, are left out. Values from outside of the file never occur in messages.
 */
public final class ValueRules {
    private static final String HYPOTHESIS = "steady-state-hypothesis";
    private static final String SECONDS = "a number of seconds";

    private final Problems problems;
    private final RunScope scope;
    private final boolean asking;
    private final Origins origins;

    /**
     * Rules for one file.
     *
     * @param scope has all values that are known
     * @param asking whether functions are asked if they can be called, which takes the system that the experiment runs against
     * @param root the file, which says where they come from
     */
    public ValueRules(Problems problems, RunScope scope, boolean asking, Map<String, @Nullable Object> root) {
        this.problems = problems;
        this.asking = asking;
        this.scope = scope;
        this.origins = new Origins(root);
    }

    public void check(Map<String, @Nullable Object> root) {
        Map<String, Object> hypothesis = Values.asMap(root.get(HYPOTHESIS));
        if (hypothesis != null) {
            steps(hypothesis.get("probes"), "/" + HYPOTHESIS + "/probes");
        }
        steps(root.get("method"), "/method");
        steps(root.get("rollbacks"), "/rollbacks");
        Map<String, Object> configuration = Values.asMap(root.get("configuration"));
        if (configuration != null) {
            configuration.forEach((name, definition) -> {
                Map<String, Object> probe = Values.asMap(definition);
                if (probe != null && "probe".equals(probe.get("type"))) {
                    provider(probe.get("provider"), Pointers.child("/configuration", name) + "/provider", false);
                }
            });
        }
    }

    private void steps(@Nullable Object list, String pointer) {
        if (!(list instanceof List<?> steps)) {
            return;
        }
        for (int i = 0; i < steps.size(); i++) {
            Map<String, Object> step = Values.asMap(steps.get(i));
            if (step != null && !step.containsKey("ref")) {
                step(step, Pointers.child(pointer, i));
            }
        }
    }

    private void step(Map<String, @Nullable Object> step, String pointer) {
        Map<String, Object> pauses = Values.asMap(step.get("pauses"));
        if (pauses != null) {
            String at = Pointers.child(pointer, "pauses");
            pauses.forEach((which, pause) -> {
                if (pause instanceof String) {
                    seconds(pause, Pointers.child(at, which), "a pause", true);
                }
            });
        }
        provider(step.get("provider"), Pointers.child(pointer, "provider"), false);
        Map<String, Object> rule = Values.asMap(step.get("tolerance"));
        if (rule != null && "probe".equals(rule.get("type"))) {
            // the value that it judges is not known
            provider(rule.get("provider"), Pointers.child(pointer, "tolerance") + "/provider", true);
        }
    }

    private void provider(@Nullable Object written, String pointer, boolean judging) {
        Map<String, Object> provider = Values.asMap(written);
        if (provider == null) {
            return;
        }
        switch (String.valueOf(provider.get("type"))) {
            case "http" -> http(provider, pointer);
            case "process" -> shell(provider.get("arguments"), Pointers.child(pointer, "arguments"));
            case "python" -> function(provider, pointer, judging);
            default -> {}
        }
    }

    private void http(Map<String, @Nullable Object> provider, String pointer) {
        if (provider.get("url") instanceof String url && url.contains("$")) {
            known(url).ifPresent(value -> address(value, Pointers.child(pointer, "url")));
        }
        Object timeout = provider.get("timeout");
        String at = Pointers.child(pointer, "timeout");
        if (timeout instanceof String) {
            seconds(timeout, at, "a timeout", false);
        } else if (timeout instanceof List<?> both) {
            for (int i = 0; i < both.size(); i++) {
                if (both.get(i) instanceof String) {
                    seconds(both.get(i), Pointers.child(at, i), "a timeout", false);
                }
            }
        }
        Map<String, Object> headers = Values.asMap(provider.get("headers"));
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (value instanceof String text && text.contains("$")) {
                    known(text)
                            .filter(header -> !(header.value() instanceof String))
                            .ifPresent(header -> problems.add(
                                    Pointers.child(Pointers.child(pointer, "headers"), name),
                                    "the value of a header is a text" + origins.but(text, header.value(), "str")));
                }
            });
        }
    }

    private void address(Known url, String pointer) {
        try {
            if (url.value() instanceof String address) {
                Urls.parse(address);
                return;
            }
        } catch (PythonError e) {
            // says the address, which may hold a password
        }
        problems.add(pointer, "with these values it is no address that begins with http:// or https:// and a host");
    }

    private void seconds(@Nullable Object written, String pointer, String what, boolean orNone) {
        known(written).ifPresent(known -> {
            Object value = known.value();
            boolean fine =
                    value instanceof Number number && (orNone ? number.doubleValue() >= 0 : number.doubleValue() > 0);
            if (!fine && !(orNone && (value == null || "".equals(value)))) {
                problems.add(
                        pointer,
                        what + " is " + SECONDS
                                + (value instanceof Number
                                        ? (orNone ? " from 0" : " above 0") + "; got " + PythonText.repr(value)
                                        : origins.but(String.valueOf(written), value, "float")));
            }
        });
    }

    private void shell(@Nullable Object written, String pointer) {
        if (written instanceof String template) {
            try {
                ShellText.check(template, scope).ifPresent(rule -> problems.add(pointer, rule));
            } catch (PythonError e) {
                // secrets that are no groups are a problem of their own
            }
        }
    }

    private void function(Map<String, @Nullable Object> provider, String pointer, boolean judging) {
        Optional<ExperimentFunction> function =
                scope.functions().find(String.valueOf(provider.get("module")), String.valueOf(provider.get("func")));
        Map<String, Object> written = Values.asMap(provider.getOrDefault("arguments", Map.of()));
        if (function.isEmpty() || written == null) {
            return;
        }
        String at = Pointers.child(pointer, "arguments");
        boolean complete = asking && !judging;
        for (Parameter parameter : function.get().parameters()) {
            String name = parameter.name();
            if (!written.containsKey(name) || judging && name.equals("value")) {
                complete &= !parameter.required();
                continue;
            }
            Optional<Known> known = known(written.get(name));
            Optional<String> rule = known.flatMap(one -> Arguments.expected(parameter, one.value()));
            rule.ifPresent(expected -> problems.add(
                    Pointers.child(at, name), expected + got(parameter, written.get(name), known.orElseThrow())));
            complete &= known.isPresent() && rule.isEmpty();
        }
        if (complete && written.keySet().stream().allMatch(name -> has(function.get(), name))) {
            FunctionActivity.problems(function.get(), provider, scope)
                    .forEach(problem -> problems.add(pointer, problem));
        }
    }

    private static boolean has(ExperimentFunction function, String name) {
        return function.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(name));
    }

    private String got(Parameter parameter, @Nullable Object written, Known known) {
        if (written instanceof String text && !Substitution.references(text).isEmpty()) {
            return origins.but(text, known.value(), environmentType(parameter.type()));
        }
        return Arguments.requoted(parameter.type(), known.value())
                .map(hint -> ": " + hint)
                .orElseGet(() -> "; got " + PythonText.repr(known.value()));
    }

    private static String environmentType(ArgumentType type) {
        return switch (type) {
            case BOOLEAN -> "bool";
            case INTEGER -> "int";
            case NUMBER -> "float";
            case LIST, OBJECT -> "json";
            case TEXT, ANY -> "str";
        };
    }

    /** A value with all references replaced. */
    private record Known(@Nullable Object value) {}

    /** The value that something has when the experiment runs; nothing if that is not known yet. */
    private Optional<Known> known(@Nullable Object written) {
        try {
            Object value = scope.substitution().apply(written);
            return isOpen(value) ? Optional.empty() : Optional.of(new Known(value));
        } catch (PythonError e) {
            return Optional.empty();
        }
    }

    private static boolean isOpen(@Nullable Object value) {
        if (value instanceof String text) {
            return !Substitution.references(text).isEmpty();
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(ValueRules::isOpen);
        }
        return value instanceof Map<?, ?> map && map.values().stream().anyMatch(ValueRules::isOpen);
    }
}
