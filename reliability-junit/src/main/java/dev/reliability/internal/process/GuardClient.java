package dev.reliability.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The test JVM's side of the {@link Guard}: starts it when first needed, and again with all registrations when it dies.
 *
 * <p>Limits. If JVM and guard are killed at the same instant, what they had started stays; it carries
 * {@value ProcessTree#VARIABLE} in its environment. While the JVM is frozen (SIGSTOP, a suspended machine) nothing is
 * ended: only the end of the JVM is.
 */
public final class GuardClient {

    private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofSeconds(20);
    private static final int STARTS_PER_MINUTE = 10;

    private static final GuardClient SHARED = new GuardClient();

    private final Map<String, ProcessId> registered = new LinkedHashMap<>();
    private final List<Long> starts = new ArrayList<>();
    private @Nullable Connection connection;

    private GuardClient() {}

    /** The one of this JVM. */
    public static GuardClient shared() {
        return SHARED;
    }

    /**
     * Puts a tree into the guard's care, and returns once the guard has said so.
     *
     * @throws IllegalStateException if no guard can be had; then the process must not be started
     */
    public synchronized void register(ProcessTree tree) {
        registered.put(tree.mark(), tree.root());
        try {
            Connection known = connection;
            if (known == null || !known.process.isAlive() || !known.order(add(tree.mark(), tree.root()))) {
                reconnect();
            }
        } catch (RuntimeException e) {
            registered.remove(tree.mark());
            throw e;
        }
    }

    /** Releases a tree that is gone. */
    public synchronized void release(ProcessTree tree) {
        if (registered.remove(tree.mark()) != null && connection != null && connection.process.isAlive()) {
            connection.order("DEL %d " + tree.mark());
        }
    }

    /** The guard's pid, empty while there is none. */
    public synchronized OptionalLong pid() {
        return connection == null || !connection.process.isAlive()
                ? OptionalLong.empty()
                : OptionalLong.of(connection.process.pid());
    }

    private void reconnect() {
        if (connection != null) {
            connection.process.destroyForcibly();
        }
        long now = System.nanoTime();
        starts.removeIf(start -> now - start > TimeUnit.MINUTES.toNanos(1));
        if (starts.size() >= STARTS_PER_MINUTE) {
            throw new IllegalStateException("the guard of the test JVM was started " + starts.size()
                    + " times within a minute and always ended; without it, processes would outlive a killed JVM. "
                    + connection);
        }
        starts.add(now);
        Connection fresh = new Connection();
        connection = fresh;
        for (Map.Entry<String, ProcessId> entry : registered.entrySet()) {
            if (!fresh.order(add(entry.getKey(), entry.getValue()))) {
                throw new IllegalStateException("the guard of the test JVM does not answer: " + fresh);
            }
        }
    }

    private synchronized void revive(Connection dead) {
        if (connection == dead && !registered.isEmpty()) {
            try {
                reconnect();
            } catch (IllegalStateException e) {
                System.err.println("reliability: " + e.getMessage() + "; in its care were pids " + registered.values());
            }
        }
    }

    private static String add(String mark, ProcessId root) {
        return "ADD %d " + root.pid() + " " + root.start() + " " + mark;
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One running guard. */
    private static final class Connection {

        private final Process process;
        private final Writer orders;
        private final Map<String, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private volatile boolean silent;
        private long sequence;

        Connection() {
            ProcessId self = ProcessId.of(ProcessHandle.current().pid())
                    .orElseThrow(() -> new IllegalStateException("the test JVM does not find itself"));
            try {
                process = Outliving.start(Guard.class, List.of(Long.toString(self.pid()), Long.toString(self.start())));
            } catch (IOException e) {
                throw new IllegalStateException("cannot start the guard of the test JVM: " + e, e);
            }
            orders = process.outputWriter(StandardCharsets.US_ASCII);
            daemon("reliability guard answers", this::listen);
        }

        /** Sends one order, whose sequence number goes where {@code %d} is, and waits for its acknowledgement. */
        boolean order(String order) {
            long number = ++sequence;
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            waiting.put("ACK " + number, answer);
            if (silent) {
                return false;
            }
            boolean interrupted = false;
            long deadline = System.nanoTime() + ACKNOWLEDGE_WITHIN.toNanos();
            try {
                orders.write(order.replace("%d", Long.toString(number)) + "\n");
                orders.flush();
                while (true) {
                    try {
                        return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (IOException | ExecutionException | TimeoutException e) {
                return false;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void listen() {
            try (BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                    CompletableFuture<Boolean> answer = waiting.remove(line);
                    if (answer != null) {
                        answer.complete(true);
                    } else if (complaints.size() < 20) {
                        complaints.add(line);
                    }
                }
            } catch (IOException e) {
                complaints.add(e.toString());
            }
            silent = true;
            waiting.values().forEach(answer -> answer.complete(false));
            SHARED.revive(this);
        }

        @Override
        public String toString() {
            return "guard pid " + process.pid() + (process.isAlive() ? " (alive)" : " (ended)") + ", it said: "
                    + (complaints.isEmpty() ? "nothing" : String.join("; ", complaints));
        }
    }
}
