package dev.reliability.internal.jupiter;

import java.lang.reflect.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * Sees whether a test body runs and what it throws, whatever other extensions do between ours and the body. JUnit tells
 * nobody, so this takes the place of the innermost link of its chain.
 */
final class BodyWitness {

    private volatile boolean ran;
    private volatile boolean blind;
    private volatile @Nullable Throwable thrown;

    /** Goes on with the test, and looks at its body. */
    void watch(Invocation<Void> invocation) throws Throwable {
        try {
            plant(invocation);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // with nobody in between, what is called next is the body
            blind = isBetween(invocation);
            ran = !blind;
        }
        invocation.proceed();
    }

    private void plant(Invocation<Void> invocation) throws ReflectiveOperationException {
        Object holder = invocation;
        Field link = link(holder);
        Object next = link.get(holder);
        while (hasLink(next)) {
            holder = next;
            link = link(holder);
            next = link.get(holder);
        }
        link.set(holder, new Watched((Invocation<?>) next));
    }

    private static boolean hasLink(Object invocation) {
        for (Field field : invocation.getClass().getDeclaredFields()) {
            if (field.getType() == Invocation.class) {
                return true;
            }
        }
        return false;
    }

    private static Field link(Object invocation) throws NoSuchFieldException {
        for (Field field : invocation.getClass().getDeclaredFields()) {
            if (field.getType() == Invocation.class) {
                field.setAccessible(true);
                return field;
            }
        }
        throw new NoSuchFieldException("what JUnit calls next");
    }

    private static boolean isBetween(Invocation<Void> invocation) {
        return !invocation.getClass().getSimpleName().equals("ValidatingInvocation");
    }

    /** Tells whether the body was entered. */
    boolean ran() {
        return ran;
    }

    /** Tells whether nobody can know if the body was entered. */
    boolean isBlind() {
        return blind;
    }

    /** Returns what the body threw, also where somebody else caught it. */
    Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }

    private final class Watched implements Invocation<Object> {

        private final Invocation<?> body;

        Watched(Invocation<?> body) {
            this.body = body;
        }

        @Override
        public Object proceed() throws Throwable {
            ran = true;
            try {
                return body.proceed();
            } catch (Throwable e) {
                thrown = e;
                throw e;
            }
        }

        @Override
        public void skip() {
            body.skip();
        }
    }
}
