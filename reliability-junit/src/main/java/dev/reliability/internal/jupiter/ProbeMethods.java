package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.plan.KnownLaterException;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Probe;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes steady states of the probe methods of a test class and of the classes around it. */
final class ProbeMethods {

    private ProbeMethods() {}

    /**
     * Adds them.
     *
     * @param later whether somebody fills the class in before the test runs, who has not yet done so
     */
    static void contributeTo(ExperimentBuilder experiment, TestMembers members, boolean later) {
        for (Class<?> type : members.classes()) {
            for (Method method : DeclaredMembers.of(type).methods(SteadyStateProbe.class)) {
                experiment.steadyState(spec(method, type, members, later));
            }
        }
    }

    private static SteadyStateSpec spec(Method method, Class<?> type, TestMembers members, boolean later) {
        SteadyStateProbe annotation = TestMembers.annotation(method, SteadyStateProbe.class);
        String name = annotation.name().isEmpty() ? KotlinMembers.name(method) : annotation.name();
        return SteadyStateSpec.probe(name, context -> probe(method, type, members, later))
                .timeout(annotation.timeout())
                .every(annotation.every())
                .outage(annotation.outage())
                .tolerate(annotation.tolerate())
                .recoverWithin(annotation.recoverWithin())
                .when(Set.copyOf(List.of(annotation.when())))
                .at(new Place("@SteadyStateProbe", TestMembers.name(method) + "()"));
    }

    private static Probe probe(Method method, Class<?> type, TestMembers members, boolean later) {
        List<String> problems = new ArrayList<>();
        if (JUnitVersion.suspends(method)) {
            throw new PlanException(List.of("the function suspends: write fun " + KotlinMembers.name(method)
                    + "() = runBlocking<Unit> { … }, or <Boolean>"));
        }
        if (method.getParameterCount() > 0) {
            problems.add("the method has parameters");
        }
        boolean makesProbe = Probe.class.isAssignableFrom(method.getReturnType());
        if (!makesProbe && method.getReturnType() != void.class && method.getReturnType() != boolean.class) {
            problems.add("the method returns neither void nor boolean nor a Probe");
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        if (later && makesProbe) {
            return madeLater(method, type, members);
        }
        Object instance = Modifier.isStatic(method.getModifiers())
                ? null
                : members.instanceOf(type)
                        .orElseThrow(() -> new PlanException("there is no instance of the class: make it static"));
        return makesProbe ? made(method, instance) : new MethodProbe(method, instance);
    }

    /** Most need what the application gives to the instance of the test. */
    private static Probe madeLater(Method method, Class<?> type, TestMembers members) {
        try {
            return made(method, members.instanceOf(type).orElse(null));
        } catch (RuntimeException e) {
            throw new KnownLaterException("the probe", "the method needs what the application gives to the test");
        }
    }

    private static Probe made(Method method, @Nullable Object instance) {
        method.setAccessible(true);
        Object probe = ReflectionSupport.invokeMethod(method, instance);
        if (probe == null) {
            throw new PlanException("the method returned null");
        }
        return (Probe) probe;
    }
}
