package dev.reliability.k8s.internal.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.Parameter;
import dev.reliability.spi.ExperimentSystem;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A call as an experiment makes it.
 *
 * @param settings what the system of the experiment knows, such as where the kubeconfig is
 */
record TestCall(
        Map<String, Object> arguments, Map<String, Object> secrets, boolean strict, Map<String, String> settings)
        implements FunctionCall {

    /** Calls a function with the defaults of what is not given. */
    static Object call(String function, Map<String, ?> given, boolean strict, Map<String, String> settings)
            throws Exception {
        ExperimentFunction found = find(function);
        return found.call(of(found, given, strict, settings));
    }

    static List<String> problems(String function, Map<String, ?> given, Map<String, String> settings) {
        ExperimentFunction found = find(function);
        return found.problems(of(found, given, true, settings));
    }

    private static TestCall of(
            ExperimentFunction function, Map<String, ?> given, boolean strict, Map<String, String> settings) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Parameter parameter : function.parameters()) {
            arguments.put(
                    parameter.name(),
                    given.containsKey(parameter.name()) ? given.get(parameter.name()) : parameter.fallback());
        }
        return new TestCall(arguments, Map.of(), strict, settings);
    }

    static ExperimentFunction find(String function) {
        return Functions.all().stream()
                .filter(one -> one.toString().equals(function))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no function " + function));
    }

    @Override
    public Map<String, Object> configuration() {
        return Map.of();
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.empty();
    }

    @Override
    public void environment(String name, String value) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public ExperimentSystem system() {
        return new ExperimentSystem() {
            @Override
            public Optional<String> value(String name) {
                return Optional.ofNullable(settings.get(name));
            }

            @Override
            public String fill(String text) {
                return text;
            }

            @Override
            public Set<String> targets() {
                return Set.of();
            }

            @Override
            public Target target(String name) {
                return NONE.target(name);
            }

            @Override
            public void attack(List<String> targets, FaultRequest request) {
                throw new AssertionError("attacked " + new ArrayList<>(targets));
            }

            @Override
            public List<String> refusals(String what, Map<String, Set<String>> whereabouts) {
                return Optional.ofNullable(settings.get("refused")).stream()
                        .map(reason -> what + " " + reason + " " + whereabouts)
                        .toList();
            }
        };
    }
}
