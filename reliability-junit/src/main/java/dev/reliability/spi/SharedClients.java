package dev.reliability.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * The clients that back ends share: one for each configuration, opened at its first use, used by all targets, signals, alarms and
 * probes of all runs, and closed at the end of the test plan, in the reverse order of their opening. A back end keeps no client of
 * its own, so that a JVM that runs a thousand tests opens one and leaves none.
 *
 * <pre>{@code
 * record Access(String region, String profile) {}
 *
 * Access access = new Access(region(context), profile(context));
 * Ec2 ec2 = SharedClients.of(Ec2.class, access, Ec2::new);
 * }</pre>
 *
 * <p>What is shared is of one class loader, that of this library. Outside of test plans, whoever ran experiments calls
 * {@link #closeAll()} in the end; the {@code reliability} command does.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class SharedClients {

    private static final Map<Key, Slot> SLOTS = new HashMap<>();

    /** In the order in which they were opened. */
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    private SharedClients() {}

    /**
     * Returns the client of a configuration, opened if it is not open. Others that ask for the same one meanwhile wait; an exception
     * of {@code open} goes to whoever asked, and the next one tries again.
     *
     * @param type what the client is; two types of client with the same configuration are two
     * @param configuration everything in which it differs from others of its type; with {@code equals} and {@code hashCode}, such as a record
     * @param open makes it; may ask for other clients, which are then closed after this one
     * @return the client, thread-safe and not the caller's to close
     */
    public static <K, C extends AutoCloseable> C of(
            Class<C> type, K configuration, Function<? super K, ? extends C> open) {
        Slot slot;
        synchronized (SLOTS) {
            slot = SLOTS.computeIfAbsent(new Key(type, configuration), unused -> new Slot());
        }
        // outside the map: opening may take as long as a connection does
        synchronized (slot) {
            AutoCloseable client = slot.client;
            if (client == null) {
                client = open.apply(configuration);
                slot.client = client;
                synchronized (SLOTS) {
                    OPEN.push(client);
                }
            }
            return type.cast(client);
        }
    }

    /**
     * Closes every client. The next use opens a new one. Called when no run is under way.
     *
     * @throws IllegalStateException if any cannot be closed; the others are closed all the same
     */
    public static void closeAll() {
        Deque<AutoCloseable> clients;
        synchronized (SLOTS) {
            clients = new ArrayDeque<>(OPEN);
            OPEN.clear();
            SLOTS.clear();
        }
        IllegalStateException failed = null;
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception e) {
                IllegalStateException told = new IllegalStateException(
                        "a shared " + client.getClass().getName() + " could not be closed: " + e, e);
                if (failed == null) {
                    failed = told;
                } else {
                    failed.addSuppressed(told);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private record Key(Class<?> type, Object configuration) {}

    private static final class Slot {

        private @Nullable AutoCloseable client;
    }
}
