package dev.reliability.internal.jupiter;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.classfile.ClassFile;
import dev.reliability.internal.plan.AssertionRules;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Puts the experiment of one invocation together from annotations and members of the test class. */
final class TestExperiment {

    private static final String INVOCATION = "-invocation:#";
    private static final Map<String, String> JOURNALS = new ConcurrentHashMap<>();

    /** The file of a class is read once, however often its methods are invoked. */
    private static final ClassValue<Map<Method, Boolean>> AT_ONCE = new ClassValue<>() {
        @Override
        protected Map<Method, Boolean> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private TestExperiment() {}

    /** Returns the experiment of an invocation, or empty if nothing asks for one. */
    static Optional<Experiment> of(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Class<?> testClass = context.getRequiredTestClass();
        List<AnnotationScanner.Found> found =
                AnnotationScanner.scan(context.getEnclosingTestClasses(), testClass, method);
        ExperimentBuilder experiment = Reliability.experiment(
                        testClass.getSimpleName() + "." + method.getName() + invocation(context))
                .parameters(context::getConfigurationParameter)
                .journal(journal(context));
        ApplicationUnderTest.of(context).ifPresent(experiment::application);
        TestMembers members = TestMembers.of(context);
        members.contributeTo(
                experiment,
                context::getConfigurationParameter,
                (member, value) -> ManagedProcesses.startReturned(member, value, context));
        found.forEach(one -> one.contributeTo(experiment));
        ProbeMethods.contributeTo(experiment, members, false);
        Experiment plan = experiment.build();
        return asksForNothing(plan) ? Optional.empty() : Optional.of(plan);
    }

    static boolean asksForNothing(Experiment plan) {
        return plan.steadyStates().isEmpty()
                && plan.faults().isEmpty()
                && plan.failovers().isEmpty()
                && plan.alarms().isEmpty()
                && plan.stops().isEmpty();
    }

    /** Returns what is wrong with the test method itself. */
    static List<String> problems(ExtensionContext context, Experiment plan) {
        TestMembers members = TestMembers.of(context);
        List<String> problems = new ArrayList<>(members.choosesProfileTooLate(context.getTestInstanceLifecycle()
                .filter(Lifecycle.PER_CLASS::equals)
                .isPresent()));
        problems.addAll(problems(context.getRequiredTestMethod(), members.classes(), plan));
        return problems;
    }

    /**
     * Returns what is wrong with a test method itself.
     *
     * @param classes the class that runs it and those around it, outermost first
     */
    static List<String> problems(Method method, List<Class<?>> classes, Experiment plan) {
        Class<?> testClass = classes.get(classes.size() - 1);
        String where = testClass.getSimpleName() + "." + method.getName() + "()";
        if (DeclaredMembers.of(testClass).methods(TestFactory.class).contains(method)) {
            return List.of("@TestFactory on " + where + ": an experiment cannot see how dynamic tests end;"
                    + " use @ParameterizedTest or @RepeatedTest");
        }
        List<String> problems = new ArrayList<>(HandleParameters.problems(
                method,
                where,
                plan.faults().stream().map(TestExperiment::name).toList(),
                plan.failovers().stream().map(TestExperiment::name).toList()));
        problems.addAll(KotlinMembers.problems(classes));
        problems.addAll(new LinkedApplication(classes, plan).problems());
        problems.addAll(AssertionRules.problems(plan, returnsAtOnce(method)));
        return problems;
    }

    /** Where nobody can read what a body does, it is taken to assert something. */
    private static boolean returnsAtOnce(Method method) {
        return AT_ONCE.get(method.getDeclaringClass())
                .computeIfAbsent(method, key -> ClassFile.of(key.getDeclaringClass())
                        .map(file -> file.returnsAtOnce(key))
                        .orElse(false));
    }

    private static String name(FaultSpec fault) {
        return fault.name().isEmpty() ? fault.kind() + " of " + fault.target() : fault.name();
    }

    private static String name(FailoverSpec failover) {
        return failover.name().isEmpty() ? failover.signal() : failover.name();
    }

    private static String invocation(ExtensionContext context) {
        int number = number(context);
        return number == 0 ? "" : "[" + number + "]";
    }

    private static int number(ExtensionContext context) {
        String id = context.getUniqueId();
        int begin = id.lastIndexOf(INVOCATION);
        if (begin < 0) {
            return 0;
        }
        int end = begin + INVOCATION.length();
        int number = 0;
        while (end < id.length() && Character.isDigit(id.charAt(end))) {
            number = 10 * number + Character.digit(id.charAt(end), 10);
            end++;
        }
        return number;
    }

    /** Nested classes that subclasses inherit are told apart by the class that runs them, also from one JVM to the next. */
    private static String className(ExtensionContext context) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        classes.add(context.getRequiredTestClass());
        String outermost = classes.remove(0).getName();
        return classes.stream()
                .map(nested -> "$" + nested.getSimpleName())
                .collect(Collectors.joining("", outermost, ""));
    }

    /** Returns CLASS/METHOD[n]; tests that would share it, such as overloads, count on. */
    private static String journal(ExtensionContext context) {
        String prefix =
                className(context) + "/" + context.getRequiredTestMethod().getName();
        int number = Math.max(1, number(context));
        while (true) {
            String journal = prefix + "[" + number + "]";
            String owner = JOURNALS.putIfAbsent(journal, context.getUniqueId());
            if (owner == null || owner.equals(context.getUniqueId())) {
                return journal;
            }
            number++;
        }
    }
}
