package dev.reliability.benchmark;

import dev.reliability.internal.linux.Drill;
import dev.reliability.internal.linux.Drill.Loss;
import dev.reliability.internal.linux.Drill.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the controller, the agent, or the connection between them N times each while a blackhole is in force, and prints
 * how long it took until traffic flowed again and until nothing was left.
 *
 * <p>Arguments: repetitions (200), lease in milliseconds (2000), namespaces side by side (4). Ends with 1 if traffic did
 * not flow within lease + 250 ms in every single repetition. Where it took long until a loss was brought about, nobody knows
 * when it happened: such a repetition, where traffic flowed too late from before the loss on, is counted apart and done again, a few times.
 */
public final class LeaseBenchmark {

    private static final Duration SLACK = Duration.ofMillis(250);
    private static final Duration BLUR = Duration.ofMillis(100);
    private static final int AGAIN = 20;

    private LeaseBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        Duration lease = Duration.ofMillis(arguments.length > 1 ? Long.parseLong(arguments[1]) : 2000);
        int lanes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4;

        System.exit(run(repetitions, lease, lanes, SLACK) ? 0 : 1);
    }

    /** Repeats each loss so often; prints the table and tells whether traffic flowed in time in every repetition. */
    public static boolean run(int repetitions, Duration lease, int lanes, Duration slack)
            throws InterruptedException, ExecutionException {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            for (Loss loss : Loss.values()) {
                tasks.add(new Task(loss, false));
            }
        }
        AtomicInteger blurred = new AtomicInteger();
        Map<Loss, List<Result>> results = run(tasks, lease, lease.plus(slack), lanes, blurred);
        boolean kept = print(results, lease, slack);
        System.out.printf(
                "%d repetitions were done again: their loss took more than %d ms to bring about%n",
                blurred.get(), BLUR.toMillis());
        return kept;
    }

    private record Task(Loss loss, boolean ssh) {}

    private static Map<Loss, List<Result>> run(
            List<Task> tasks, Duration lease, Duration latest, int lanes, AtomicInteger blurred)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        Callable<List<Result>> lane = () -> {
            List<Result> results = new ArrayList<>();
            try (Drill drill = new Drill(lease)) {
                for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                    Result result = drill.run(tasks.get(i).loss(), tasks.get(i).ssh());
                    for (int more = 0;
                            more < AGAIN
                                    && result.taking().compareTo(BLUR) > 0
                                    && result.healed().compareTo(latest) > 0;
                            more++) {
                        blurred.incrementAndGet();
                        System.out.println("again: " + result);
                        result = drill.run(tasks.get(i).loss(), tasks.get(i).ssh());
                    }
                    results.add(result);
                }
            }
            return results;
        };
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        try {
            List<Future<List<Result>>> running = new ArrayList<>();
            for (int i = 0; i < lanes; i++) {
                running.add(threads.submit(lane));
            }
            Map<Loss, List<Result>> results = new EnumMap<>(Loss.class);
            for (Future<List<Result>> each : running) {
                each.get().forEach(result -> results.computeIfAbsent(result.loss(), unused -> new ArrayList<>())
                        .add(result));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean print(Map<Loss, List<Result>> results, Duration lease, Duration slack) {
        boolean kept = true;
        System.out.printf(
                "lease %d ms; traffic must flow within %d ms%n",
                lease.toMillis(), lease.plus(slack).toMillis());
        System.out.println(
                "| taken away | n | flows again after, median ms | max ms | nothing left after, max ms | kept |");
        System.out.println("|---|---|---|---|---|---|");
        for (var entry : results.entrySet()) {
            List<Long> healed = entry.getValue().stream()
                    .map(result -> Math.max(0, result.healed().toMillis()))
                    .sorted()
                    .toList();
            long clean = entry.getValue().stream()
                    .mapToLong(result -> result.clean().toMillis())
                    .max()
                    .orElse(0);
            long max = healed.get(healed.size() - 1);
            boolean ok = max <= lease.plus(slack).toMillis();
            kept &= ok;
            System.out.printf(
                    "| %s | %d | %d | %d | %d | %s |%n",
                    entry.getKey().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                    healed.size(),
                    healed.get(healed.size() / 2),
                    max,
                    clean,
                    ok ? "yes" : "NO");
        }
        return kept;
    }
}
