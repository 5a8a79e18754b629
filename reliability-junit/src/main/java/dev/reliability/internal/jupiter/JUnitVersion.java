package dev.reliability.internal.jupiter;

import dev.reliability.junit.ReliabilityException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the JUnit on the class path can do. */
public final class JUnitVersion {

    private static final boolean ENCLOSING_CLASSES = has(ExtensionContext.class, "getEnclosingTestClasses");
    private static final boolean SUSPENDING_TESTS =
            has("org.junit.platform.commons.util.KotlinReflectionUtils", "isKotlinSuspendingFunction");

    private JUnitVersion() {}

    /**
     * Makes sure that JUnit is not too old.
     *
     * @throws ReliabilityException if it is
     */
    public static void check() {
        if (!ENCLOSING_CLASSES) {
            throw new ReliabilityException(tooOld(), null);
        }
    }

    /** Returns what to say of a JUnit that is too old, which is how this one is called. */
    public static String tooOld() {
        String found = Optional.ofNullable(Test.class.getPackage().getImplementationVersion())
                .map(version -> ", but this is " + version)
                .orElse("");
        return "ERROR: JUnit 5.12 or later is needed" + found + ". No fault was injected.";
    }

    /** Tells whether functions of Kotlin that suspend are run as tests: since JUnit 6. */
    public static boolean suspendingTests() {
        return SUSPENDING_TESTS;
    }

    /** Tells whether a method is a function of Kotlin that suspends. */
    public static boolean suspends(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return method.getReturnType() == Object.class
                && parameters.length > 0
                && parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation");
    }

    private static boolean has(Class<?> type, String method) {
        for (Method candidate : type.getMethods()) {
            if (candidate.getName().equals(method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(String type, String method) {
        try {
            return has(Class.forName(type, false, Test.class.getClassLoader()), method);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
