package dev.reliability.internal.jupiter;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.Failover;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.Named;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Gives test methods the parameters that steer their experiment, and checks beforehand that each is clear. */
final class HandleParameters {

    private HandleParameters() {}

    static boolean supports(Class<?> type) {
        return type == ExperimentRun.class || type == Attack.class || type == Failover.class;
    }

    /** Returns what is wrong with the parameters of a test method, given the names of its attacks and failovers. */
    static List<String> problems(Method method, String where, List<String> attacks, List<String> failovers) {
        List<String> problems = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == Attack.class) {
                check(parameter, where, "attack", attacks, problems);
            } else if (parameter.getType() == Failover.class) {
                check(parameter, where, "expected failover", failovers, problems);
            }
        }
        return problems;
    }

    private static void check(
            Parameter parameter, String where, String what, List<String> names, List<String> problems) {
        Named named = parameter.getAnnotation(Named.class);
        String place = "parameter " + parameter.getType().getSimpleName() + " " + parameter.getName() + " of " + where;
        if (named != null) {
            boolean all = names.stream().noneMatch(name -> name.contains("${"));
            if (all && !names.contains(named.value())) {
                problems.add(place + ": no " + what + " has the name \"" + named.value() + "\" (there are: "
                        + String.join(", ", names) + ")");
            }
        } else if (names.isEmpty()) {
            problems.add(place + ": the test has no " + what);
        } else if (names.size() > 1) {
            problems.add(place + ": ambiguous, the test has " + names.size() + ": choose with @Named("
                    + String.join(" | ", names) + ")");
        }
    }

    static Object resolve(Parameter parameter, Handles handles) {
        Named named = parameter.getAnnotation(Named.class);
        if (parameter.getType() == ExperimentRun.class) {
            return handles;
        }
        if (parameter.getType() == Attack.class) {
            return named == null ? only(handles.attacks(), () -> parameter.toString()) : handles.attack(named.value());
        }
        return named == null ? only(handles.failovers(), () -> parameter.toString()) : handles.failover(named.value());
    }

    private static <T> T only(List<T> all, Supplier<String> what) {
        if (all.size() != 1) {
            throw new InvalidExperimentException(List.of(what.get() + " is ambiguous"));
        }
        return all.get(0);
    }
}
