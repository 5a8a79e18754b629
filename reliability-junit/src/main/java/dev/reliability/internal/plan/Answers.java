package dev.reliability.internal.plan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose answer a back end gives: its own, or the one that the interface has for it. The latter needs no question, and so no thread
 * on which it could hang.
 */
final class Answers {

    private static final ClassValue<Map<String, Class<?>>> DECLARED = new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private Answers() {}

    /** Tells whether an object has an answer of its own to what an interface answers by default, by a method without parameters. */
    static boolean ofItsOwn(Object asked, Class<?> byDefault, String method) {
        Class<?> type = asked.getClass();
        return DECLARED.get(type).computeIfAbsent(method, name -> declaring(type, name)) != byDefault;
    }

    private static Class<?> declaring(Class<?> type, String method) {
        try {
            return type.getMethod(method).getDeclaringClass();
        } catch (NoSuchMethodException e) {
            return type;
        }
    }
}
