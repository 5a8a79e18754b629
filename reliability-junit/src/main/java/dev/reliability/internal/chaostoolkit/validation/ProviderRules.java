package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.function.Arguments;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.http.Urls;
import dev.reliability.internal.chaostoolkit.provider.Executables;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of http, process and python providers. */
final class ProviderRules {
    private static final Map<String, Set<String>> KEYS = Map.of(
            "http",
            Set.of("type", "url", "method", "headers", "arguments", "timeout", "verify_tls", "max_retries", "secrets"),
            "process",
            Set.of("type", "path", "arguments", "timeout", "secrets"),
            "python",
            Set.of("type", "module", "func", "arguments", "secrets"));

    private final Mode mode;
    private final Problems problems;
    private final FunctionRegistry functions;

    ProviderRules(Mode mode, Problems problems, FunctionRegistry functions) {
        this.mode = mode;
        this.problems = problems;
        this.functions = functions;
    }

    void check(@Nullable Object written, String pointer) {
        Map<String, Object> provider = Values.asMap(written);
        if (provider == null || provider.isEmpty()) {
            problems.add(pointer, "an activity has a provider, an object with a type");
            return;
        }
        if (!(provider.get("type") instanceof String type) || !KEYS.containsKey(type)) {
            problems.add(
                    Pointers.child(pointer, "type"),
                    "a provider has the type http, process or python; got " + PythonText.repr(provider.get("type")));
            return;
        }
        if (mode == Mode.STRICT) {
            Keys.onlyKnown(provider, KEYS.get(type), pointer, problems);
            if (provider.containsKey("secrets") && !(provider.get("secrets") instanceof List)) {
                problems.add(Pointers.child(pointer, "secrets"), "secrets is a list of names of groups");
            }
        }
        switch (type) {
            case "http" -> http(provider, pointer);
            case "process" -> process(provider, pointer);
            default -> function(provider, pointer);
        }
    }

    private void http(Map<String, @Nullable Object> provider, String pointer) {
        Object url = provider.get("url");
        if (!PythonValues.truth(url) || (mode == Mode.STRICT && !(url instanceof String))) {
            problems.add(Pointers.child(pointer, "url"), "an http provider has a url, as a text");
        } else if (mode == Mode.STRICT && url instanceof String address && !address.contains("$")) {
            try {
                Urls.parse(address);
            } catch (PythonError e) {
                problems.add(Pointers.child(pointer, "url"), String.valueOf(e.getMessage()));
            }
        }
        Object headers = provider.get("headers");
        if (PythonValues.truth(headers) && !(headers instanceof Map)) {
            problems.add(Pointers.child(pointer, "headers"), "headers is an object of names and texts");
        }
        if (mode == Mode.STRICT) {
            strictHttp(provider, pointer);
        }
    }

    private void strictHttp(Map<String, @Nullable Object> provider, String pointer) {
        if (provider.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach((name, value) -> {
                if (!(value instanceof String)) {
                    problems.add(
                            Pointers.child(Pointers.child(pointer, "headers"), String.valueOf(name)),
                            "the value of a header is a text; got " + PythonText.repr(value));
                }
            });
        }
        Object method = provider.getOrDefault("method", "GET");
        if (!(method instanceof String name) || !name.matches("[A-Za-z]+")) {
            problems.add(
                    Pointers.child(pointer, "method"),
                    "a method is a word such as GET; got " + PythonText.repr(method));
        }
        Object timeout = provider.get("timeout");
        boolean pair = timeout instanceof List<?> list
                && list.size() == 2
                && list.stream().allMatch(ProviderRules::secondsOrTemplate);
        if (timeout != null && !pair && !secondsOrTemplate(timeout)) {
            problems.add(
                    Pointers.child(pointer, "timeout"),
                    "a timeout is a number of seconds above 0, or two of them for connecting and reading; got "
                            + PythonText.repr(timeout));
        }
        Object verify = provider.getOrDefault("verify_tls", true);
        if (!(verify instanceof Boolean) && !(verify instanceof String)) {
            problems.add(Pointers.child(pointer, "verify_tls"), "verify_tls is true, false, or a file of certificates");
        }
        Object retries = provider.getOrDefault("max_retries", 0L);
        if (!(retries instanceof Long number) || number < 0) {
            problems.add(Pointers.child(pointer, "max_retries"), "max_retries is a whole number from 0");
        }
    }

    private static boolean secondsOrTemplate(@Nullable Object value) {
        return value instanceof Number seconds
                ? seconds.doubleValue() > 0
                : value instanceof String text && text.contains("$");
    }

    private void process(Map<String, @Nullable Object> provider, String pointer) {
        String at = Pointers.child(pointer, "path");
        if (!(provider.get("path") instanceof String path) || path.isEmpty()) {
            problems.add(at, "a process provider has a path, as a text");
            return;
        }
        // the tool expands ~ when it runs a process, but not when it checks for it
        if (Executables.find(mode == Mode.STRICT ? Executables.home(path) : path)
                .isEmpty()) {
            problems.add(
                    at,
                    "there is no executable '" + path + "'"
                            + (path.contains("/") ? "" : " on the PATH; install it or write its full path"));
        }
        if (mode == Mode.COMPAT) {
            return;
        }
        Object arguments = provider.get("arguments");
        boolean known = arguments == null
                || arguments instanceof String
                || arguments instanceof List
                || arguments instanceof Map;
        if (!known) {
            problems.add(Pointers.child(pointer, "arguments"), "arguments is a list, a text for a shell, or an object");
        }
        Object timeout = provider.get("timeout");
        if (timeout != null && (!(timeout instanceof Number seconds) || !(seconds.doubleValue() > 0))) {
            problems.add(
                    Pointers.child(pointer, "timeout"),
                    "the timeout of a process is a number of seconds above 0; got " + PythonText.repr(timeout));
        }
    }

    private void function(Map<String, @Nullable Object> provider, String pointer) {
        Object module = provider.get("module");
        Object name = provider.get("func");
        if (!(module instanceof String moduleName) || moduleName.isEmpty()) {
            problems.add(Pointers.child(pointer, "module"), "a python provider has a module, as a text");
            return;
        }
        if (!(name instanceof String functionName) || functionName.isEmpty()) {
            problems.add(Pointers.child(pointer, "func"), "a python provider has a func, as a text");
            return;
        }
        Optional<ExperimentFunction> function = functions.find(moduleName, functionName);
        if (function.isEmpty()) {
            problems.add(Pointers.child(pointer, "func"), functions.missing(moduleName, functionName));
            return;
        }
        String at = Pointers.child(pointer, "arguments");
        Map<String, Object> arguments = Values.asMap(provider.getOrDefault("arguments", Map.of()));
        if (arguments == null) {
            problems.add(at, "the arguments of a function are an object of names and values");
            return;
        }
        Arguments.check(function.get(), arguments.keySet())
                .forEach(
                        (argument, rule) -> problems.add(argument.isEmpty() ? at : Pointers.child(at, argument), rule));
    }
}
