package dev.reliability.internal.evidence;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A test method or an experiment file as JUnit runs it, or a class of tests when the method is empty.
 *
 * @param classes names of the classes from the outermost to the method's own; a nested class that two subclasses inherit is
 *     two, as it is for JUnit
 * @param method name and parameter types, or the name of the file
 */
public record TestKey(List<String> classes, String method) {

    /** Copies the names. */
    public TestKey {
        classes = List.copyOf(classes);
    }

    public static TestKey of(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        return new TestKey(names(enclosing, testClass), signature(method));
    }

    public static TestKey ofClass(List<Class<?>> classes) {
        return new TestKey(classes.stream().map(Class::getName).toList(), "");
    }

    public static TestKey ofFile(Class<?> testClass, String file) {
        return new TestKey(List.of(testClass.getName()), file);
    }

    private static List<String> names(List<Class<?>> enclosing, Class<?> testClass) {
        return Stream.concat(enclosing.stream(), Stream.of(testClass))
                .map(Class::getName)
                .toList();
    }

    public static String signature(Method method) {
        return method.getName()
                + Stream.of(method.getParameterTypes())
                        .map(Class::getTypeName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Tells whether this is the class of a test, one around it, or the test itself. */
    public boolean covers(TestKey test) {
        boolean classesCover = test.classes.size() >= classes.size()
                && test.classes.subList(0, classes.size()).equals(classes);
        return classesCover && (method.isEmpty() || equals(test));
    }

    /**
     * Returns the test as people name it: {@code shop.CheckoutIT.Nested.losingTheDatabase()}, or
     * {@code shop.ExperimentsIT: experiments/database.yaml}.
     */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (String name : classes) {
            parts.add(
                    parts.isEmpty()
                            ? name
                            : name.substring(Math.max(name.lastIndexOf('$'), name.lastIndexOf('.')) + 1));
        }
        if (!method.isEmpty() && !method.endsWith(")")) {
            return String.join(".", parts) + ": " + method;
        }
        if (!method.isEmpty()) {
            parts.add(method);
        }
        return String.join(".", parts);
    }
}
