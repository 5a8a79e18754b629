package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /**
     * What is wrong with the type of an argument, without its value: {@code is a whole number}. Nothing where it may be what it is.
     */
    public static Optional<String> expected(Parameter parameter, @Nullable Object given) {
        boolean fits =
                switch (parameter.type()) {
                    case ANY -> true;
                    case TEXT -> given instanceof String;
                    case NUMBER -> given instanceof Number;
                    case INTEGER -> PythonValues.isInteger(given);
                    case BOOLEAN -> given instanceof Boolean;
                    case LIST -> given instanceof List;
                    case OBJECT -> given instanceof Map;
                };
        boolean none = given == null && !parameter.required() && parameter.fallback() == null;
        return fits || none
                ? Optional.empty()
                : Optional.of("the argument '" + parameter.name() + "' is " + words(parameter.type()));
    }

    /** A parameter as lists of functions show it: {@code qty: a whole number = 1}. */
    public static String shown(Parameter parameter) {
        return parameter.name() + ": " + words(parameter.type())
                + (parameter.required() ? "" : " = " + PythonJson.dumps(parameter.fallback()));
    }

    /** A type, as people say it. */
    public static String words(ExperimentFunction.ArgumentType type) {
        return switch (type) {
            case ANY -> "anything";
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case INTEGER -> "a whole number";
            case BOOLEAN -> "true or false";
            case LIST -> "a list";
            case OBJECT -> "an object";
        };
    }

    /** How a value must be written to be of the type, if only its quotes are wrong: {@code "5" is a string, write 5}. */
    public static Optional<String> requoted(ExperimentFunction.ArgumentType type, @Nullable Object given) {
        if (type == ExperimentFunction.ArgumentType.TEXT && (given instanceof Number || given instanceof Boolean)) {
            String plain = PythonJson.dumps(given);
            return Optional.of(plain + " is not a string, write \"" + plain + "\"");
        }
        boolean quoted = given instanceof String text
                && switch (type) {
                    case NUMBER -> text.strip().matches("[+-]?[0-9]+(\\.[0-9]+)?");
                    case INTEGER -> text.strip().matches("[+-]?[0-9]+");
                    case BOOLEAN -> text.strip().matches("(?i)true|false");
                    default -> false;
                };
        return quoted
                ? Optional.of("\"" + given + "\" is a string, write "
                        + String.valueOf(given).strip().toLowerCase(Locale.ROOT))
                : Optional.empty();
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
