package dev.reliability.internal.jupiter;

import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Samples by calling a method, one call at a time. A call that takes too long is interrupted. */
final class MethodProbe implements Probe {

    private final Method method;
    private final @Nullable Object instance;
    private final Probe calls = Probe.blocking(this::invoke, 1);

    MethodProbe(Method method, @Nullable Object instance) {
        this.method = method;
        this.instance = instance;
        method.setAccessible(true);
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        return calls.observe(timeout)
                .exceptionally(thrown -> new Observation(
                        false,
                        expected(),
                        thrown instanceof TimeoutException
                                ? "timeout after " + Durations.limit(timeout)
                                : String.valueOf(thrown)));
    }

    @Override
    public void close() {
        calls.close();
    }

    private Observation invoke() throws IllegalAccessException {
        try {
            Object returned = method.invoke(instance);
            boolean good = !(returned instanceof Boolean answer) || answer;
            return new Observation(good, expected(), good ? expected() : "false");
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            String message = String.valueOf(thrown.getMessage()).strip().replaceAll("\\s+", " ");
            return new Observation(
                    false,
                    expected(),
                    thrown instanceof AssertionError
                            ? message
                            : thrown.getClass().getSimpleName() + ": " + message);
        }
    }

    private String expected() {
        return method.getReturnType() == boolean.class ? "true" : "no exception";
    }
}
