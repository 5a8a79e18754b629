package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.function.Arguments;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentSystem;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The python provider: a function that is mapped onto Java. */
public final class FunctionActivity {
    private FunctionActivity() {}

    /**
     * What makes a call impossible, as far as that is known before the experiment begins.
     *
     * @param provider with arguments that the function has, all of whose values are known
     */
    public static List<String> problems(
            ExperimentFunction function, Map<String, @Nullable Object> provider, RunScope scope) {
        Map<String, Object> given = Values.asMap(scope.arguments(provider.getOrDefault("arguments", Map.of())));
        try {
            return function.problems(new Call(
                    Arguments.complete(function, given == null ? Map.of() : given), secrets(provider, scope), scope));
        } catch (RuntimeException e) {
            return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    static @Nullable Object run(Map<String, @Nullable Object> provider, RunScope scope, Cancellation cancellation)
            throws ActivityFailedException {
        String module = PythonText.str(provider.get("module"));
        String name = PythonText.str(provider.get("func"));
        ExperimentFunction function = scope.functions()
                .find(module, name)
                .orElseThrow(() -> new ActivityFailedException(scope.functions().missing(module, name)));
        Map<String, Object> given = Values.asMap(scope.arguments(provider.getOrDefault("arguments", Map.of())));
        if (given == null) {
            throw new ActivityFailedException("the arguments of " + function + " are not named");
        }
        Map<String, String> wrong = Arguments.check(function, given.keySet());
        if (!wrong.isEmpty()) {
            throw new ActivityFailedException(String.join("; ", wrong.values()));
        }
        if (scope.strict()) {
            for (ExperimentFunction.Parameter parameter : function.parameters()) {
                Optional<String> expected = given.containsKey(parameter.name())
                        ? Arguments.expected(parameter, given.get(parameter.name()))
                        : Optional.empty();
                if (expected.isPresent()) {
                    throw new ActivityFailedException(expected.get() + ", and the value it got is not: "
                            + PythonValues.typeName(given.get(parameter.name())));
                }
            }
        }
        FunctionCall call = new Call(Arguments.complete(function, given), secrets(provider, scope), scope);
        Thread thread = Thread.currentThread();
        Cancellation.Registration registration = cancellation.onCancel(thread::interrupt);
        try {
            return PythonValues.canonical(function.call(call));
        } catch (FunctionFailedException e) {
            throw new ActivityFailedException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            throw new ActivityFailedException("interrupted", e);
        } catch (PythonError e) {
            throw new ActivityFailedException(e.line(), e);
        } catch (Exception | Error e) {
            throw new ActivityFailedException(e.toString(), e);
        } finally {
            registration.close();
            if (cancellation.isCancelled()) {
                // the interrupt was for the function, and may have come just after it ended
                Thread.interrupted();
            }
        }
    }

    private static Map<String, @Nullable Object> secrets(Map<String, @Nullable Object> provider, RunScope scope) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        if (provider.get("secrets") instanceof List<?> groups) {
            for (Object group : groups) {
                Map<String, Object> values = group instanceof String name
                        ? Values.asMap(scope.secrets().get(name))
                        : null;
                if (values != null) {
                    merged.putAll(values);
                }
            }
        }
        return merged;
    }

    private record Call(Map<String, @Nullable Object> arguments, Map<String, @Nullable Object> secrets, RunScope scope)
            implements FunctionCall {
        Call {
            arguments = Values.immutable(arguments);
            secrets = Values.immutable(secrets);
        }

        @Override
        public Map<String, @Nullable Object> configuration() {
            return scope.configuration();
        }

        @Override
        public boolean strict() {
            return scope.strict();
        }

        @Override
        public ExperimentSystem system() {
            return scope.system();
        }

        @Override
        public Optional<String> environment(String name) {
            return scope.variable(name);
        }

        @Override
        public void environment(String name, String value) {
            scope.environment().put(name, value);
        }
    }
}
