package dev.reliability.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Does the same for several things at once, at most 16 at a time: for faults that hit more than one host.
 *
 * <pre>{@code
 * Each.run(hosts, Host::cutOff);
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Each {

    private static final int AT_ONCE = 16;

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Own(task);
        thread.setDaemon(true);
        return thread;
    });

    private static final class Own extends Thread {

        Own(Runnable task) {
            super(task, "reliability each");
        }
    }

    private Each() {}

    /**
     * Something that is done for one.
     *
     * @param <T> what it is done for
     */
    @FunctionalInterface
    public interface Task<T> {

        /**
         * Does it.
         *
         * @throws Exception if it cannot be done
         */
        void accept(T one) throws Exception;
    }

    /**
     * Does it for each, and returns when it is done for all.
     *
     * @throws Exception the first failure, when all are done; the others are suppressed in it
     */
    public static <T> void run(List<T> all, Task<T> task) throws Exception {
        List<Exception> failures = new ArrayList<>();
        map(all, one -> {
                    try {
                        task.accept(one);
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

    /**
     * Asks each, and returns the answers in the same order. Within a question of another call, it asks one after the other.
     *
     * @throws InterruptedException if this thread is interrupted meanwhile; so is whatever is asked then
     */
    public static <T, R> List<R> map(List<T> all, Function<T, R> question) throws InterruptedException {
        // a thread that waits for others of its pool may wait for ever
        if (all.size() == 1 || Thread.currentThread() instanceof Own) {
            List<R> results = new ArrayList<>();
            all.forEach(one -> results.add(question.apply(one)));
            return results;
        }
        List<Future<R>> answers = new ArrayList<>();
        all.forEach(one -> answers.add(THREADS.submit(() -> question.apply(one))));
        List<R> results = new ArrayList<>();
        for (Future<R> answer : answers) {
            try {
                results.add(answer.get());
            } catch (InterruptedException e) {
                // nobody waits for them any more, so none may go on beside what comes next
                answers.forEach(other -> other.cancel(true));
                throw e;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
