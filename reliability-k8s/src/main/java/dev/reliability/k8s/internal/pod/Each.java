package dev.reliability.k8s.internal.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The same for several pods at once. */
public final class Each {

    private static final int AT_ONCE = 16;

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "reliability pods");
        thread.setDaemon(true);
        return thread;
    });

    private Each() {}

    /** Something that is done for one. */
    public interface Step<T> {
        void accept(T one) throws Exception;
    }

    /**
     * Does it for each, and returns when it is done for all.
     *
     * @throws Exception the first failure, when all are done; the others are suppressed in it
     */
    public static <T> void run(List<T> all, Step<T> step) throws Exception {
        List<Exception> failures = new ArrayList<>();
        map(all, one -> {
                    try {
                        step.accept(one);
                        return List.<Exception>of();
                    } catch (Exception e) {
                        return List.of(e);
                    }
                })
                .forEach(failures::addAll);
        if (!failures.isEmpty()) {
            Exception first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Asks each, and returns the answers in the same order. */
    public static <T, R> List<R> map(List<T> all, Function<T, R> question) throws InterruptedException {
        if (all.size() == 1) {
            return List.of(question.apply(all.get(0)));
        }
        List<Future<R>> answers = new ArrayList<>();
        all.forEach(one -> answers.add(THREADS.submit(() -> question.apply(one))));
        List<R> results = new ArrayList<>();
        for (Future<R> answer : answers) {
            try {
                results.add(answer.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
