package dev.reliability.internal.jupiter;

import dev.reliability.experiment.Experiment;
import dev.reliability.junit.ReliabilityTarget;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with the properties by which targets lead the application of a test through links. */
final class LinkedApplication {

    private final List<Class<?>> classes;
    private final Set<String> targets;

    /**
     * @param classes the class of the test and those around it, outermost first
     * @param plan knows the targets that the test declares and the profile does not
     */
    LinkedApplication(List<Class<?>> classes, Experiment plan) {
        this.classes = classes;
        this.targets = plan.targets().keySet();
    }

    List<String> problems() {
        boolean application = ApplicationUnderTest.isIn(classes);
        List<String> problems = new ArrayList<>();
        for (Class<?> type : classes) {
            Stream.concat(
                            TestMembers.fields(type, ReliabilityTarget.class).stream()
                                    .filter(field -> !application),
                            DeclaredMembers.of(type).methods(ReliabilityTarget.class).stream())
                    .filter(member -> annotation(member).properties().length > 0)
                    .map(member -> where(member)
                            + ": nothing reads them; they are for a static Link of a test that Spring runs, such as a"
                            + " @SpringBootTest")
                    .forEach(problems::add);
        }
        if (application) {
            problems.addAll(ambiguous());
        }
        return problems;
    }

    /** The application would go through the first link, and the others never see anything of it. */
    private List<String> ambiguous() {
        Map<String, List<Named>> byName = new LinkedHashMap<>();
        for (Field field : leading()) {
            for (String property : annotation(field).properties()) {
                Named named = new Named(property.split("=", 2)[0].strip(), field);
                byName.computeIfAbsent(named.uniform(), key -> new ArrayList<>())
                        .add(named);
            }
        }
        return byName.values().stream()
                .filter(all -> all.size() > 1)
                .map(all -> all.stream().map(named -> where(named.field())).collect(Collectors.joining(" and "))
                        + (all.size() == 2 ? " both" : " all") + " say what "
                        + all.get(0).name()
                        + " is: the application would go through one of them only; give the property to one of them")
                .toList();
    }

    /** The fields whose links count. One of a subclass or of a nested class stands for those of the same name around it. */
    private List<Field> leading() {
        List<Field> all = classes.stream()
                .flatMap(type -> TestMembers.fields(type, ReliabilityTarget.class).stream())
                .distinct()
                .filter(field -> targets.contains(annotation(field).value()))
                .toList();
        Map<String, Class<?>> nearest = all.stream()
                .collect(Collectors.toMap(
                        field -> annotation(field).value(), Field::getDeclaringClass, (outer, inner) -> inner));
        return all.stream()
                .filter(field -> field.getDeclaringClass()
                        .equals(nearest.get(annotation(field).value())))
                .toList();
    }

    private static ReliabilityTarget annotation(Member member) {
        return TestMembers.annotation(member, ReliabilityTarget.class);
    }

    private static String where(Member member) {
        return "@ReliabilityTarget(\"" + annotation(member).value() + "\", properties) on " + TestMembers.name(member);
    }

    /** A property with the field that gives it. */
    private record Named(String name, Field field) {

        /** Spring Boot takes shop.db-url and shop.dbUrl for one. */
        String uniform() {
            return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
        }
    }
}
