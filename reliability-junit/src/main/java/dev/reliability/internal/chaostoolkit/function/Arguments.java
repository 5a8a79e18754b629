package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds the arguments of an experiment to the parameters of a function. */
public final class Arguments {
    private Arguments() {}

    /** What is wrong with the arguments, one sentence for each; keyed by argument, {@code ""} for missing ones. */
    public static Map<String, String> check(ExperimentFunction function, Set<String> given) {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String name : given) {
            if (function.parameters().stream()
                    .noneMatch(parameter -> parameter.name().equals(name))) {
                Set<String> names =
                        function.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
                wrong.put(
                        name,
                        "the function " + function + " has no argument '" + name + "'" + DidYouMean.hint(name, names));
            }
        }
        List<String> missing = function.parameters().stream()
                .filter(parameter -> parameter.required() && !given.contains(parameter.name()))
                .map(Parameter::name)
                .toList();
        if (!missing.isEmpty()) {
            wrong.put("", "the function " + function + " needs the argument " + String.join(", ", missing));
        }
        return wrong;
    }

    /** The arguments with the defaults of those that are not given. */
    public static Map<String, @Nullable Object> complete(
            ExperimentFunction function, Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (Parameter parameter : function.parameters()) {
            all.put(
                    parameter.name(),
                    given.containsKey(parameter.name()) ? given.get(parameter.name()) : parameter.fallback());
        }
        return all;
    }
}
