package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import java.lang.reflect.Method;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Other extensions between the experiment and the test body. */
@ShutdownAttack(target = "clerk")
class MeddlingIT {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    static final class Skips implements InvocationInterceptor {

        @Override
        public void interceptTestMethod(
                Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            body.skip();
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            body.skip();
        }
    }

    static final class Swallows implements InvocationInterceptor {

        @Override
        public void interceptTestMethod(
                Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            try {
                body.proceed();
            } catch (Throwable e) {
                System.out.println("swallowed: " + e.getMessage());
            }
        }
    }

    static final class Forgives implements TestExecutionExceptionHandler {

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {
            System.out.println("forgiven: " + thrown.getMessage());
        }
    }

    static final class GoesOn implements InvocationInterceptor {}

    @Test
    @ExtendWith(Skips.class)
    void skipped() {
        fail("it ran");
    }

    @RepeatedTest(1)
    @ExtendWith({GoesOn.class, Skips.class})
    void skippedAgain() {
        fail("it ran");
    }

    @Test
    @ExtendWith({GoesOn.class, Swallows.class})
    void swallowed() {
        fail("no books");
    }

    @Test
    @ExtendWith(Forgives.class)
    void forgiven() {
        fail("no books");
    }

    @Test
    @ExtendWith(GoesOn.class)
    void inPeace() {
        assertEquals(4, 2 + 2);
    }
}
