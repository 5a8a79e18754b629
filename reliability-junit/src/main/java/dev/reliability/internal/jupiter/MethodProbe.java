package dev.reliability.internal.jupiter;

import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Samples by calling a method, one call at a time. A call that takes too long is interrupted. */
final class MethodProbe implements Probe {

    private final Method method;
    private final @Nullable Object instance;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    MethodProbe(Method method, @Nullable Object instance) {
        this.method = method;
        this.instance = instance;
        method.setAccessible(true);
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        CompletableFuture<Observation> observation = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.add(() -> call(timeout, observation));
            if (!busy) {
                busy = true;
                Threads.probes().execute(this::work);
            }
        }
        return observation.completeOnTimeout(
                new Observation(false, expected(), "timeout after " + Durations.limit(timeout)),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void work() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    busy = false;
                    return;
                }
            }
            next.run();
        }
    }

    private void call(Duration timeout, CompletableFuture<Observation> observation) {
        if (observation.isDone()) {
            return;
        }
        Interruption interruption = new Interruption(Thread.currentThread());
        Future<?> due = Threads.timer().schedule(interruption::happen, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            observation.complete(invoke());
        } finally {
            interruption.end();
            due.cancel(false);
        }
    }

    /** Interrupts one call and never the next one of the same thread. */
    private static final class Interruption {

        private final Thread caller;
        private boolean over;

        Interruption(Thread caller) {
            this.caller = caller;
        }

        synchronized void happen() {
            if (!over) {
                caller.interrupt();
            }
        }

        synchronized void end() {
            over = true;
            Thread.interrupted();
        }
    }

    private Observation invoke() {
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
        } catch (IllegalAccessException e) {
            return new Observation(false, expected(), e.toString());
        }
    }

    private String expected() {
        return method.getReturnType() == boolean.class ? "true" : "no exception";
    }
}
