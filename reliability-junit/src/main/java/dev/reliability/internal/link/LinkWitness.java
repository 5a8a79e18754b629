package dev.reliability.internal.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that connects to links and tells what it saw.
 *
 * <p>It is a second, small Java process, because that is the one thing that is there wherever this JVM runs; a shell's
 * {@code /dev/tcp}, {@code nc} or {@code curl} are not. Starting it takes far longer than a proof may, so it is started
 * once per JVM, best by {@link #warm()} as soon as it is known that links will be attacked, and then waits on its
 * standard input. When this JVM ends, however it ends, that input ends, and so does the witness. Should it die, the next
 * observation starts another.
 *
 * <p>It binds before it connects and says which local port it has, so that the link can tell its connection from those
 * of the process under attack: a witness alone must never make a fault look as if it had bitten.
 */
public final class LinkWitness implements AutoCloseable {

    private static final LinkWitness SHARED = new LinkWitness();
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** What it sent may come when it waits no more, and is no traffic of others even then. */
    private final Executor forget = CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS);

    private final AtomicLong ids = new AtomicLong();
    private @Nullable Child child;

    private record Reply(String verb, String detail) {}

    /** {@return the witness of this JVM} */
    public static LinkWitness shared() {
        return SHARED;
    }

    /** Starts the process, if it does not run, without waiting for it. */
    public void warm() {
        child();
    }

    /** {@return the id of the process, started if it does not run} */
    public long pid() {
        return child().process.pid();
    }

    /** Ends the process; the next use starts another. */
    @Override
    public synchronized void close() {
        if (child != null) {
            child.end();
            child = null;
        }
    }

    CompletableFuture<Observation> observe(LinkCore link, Duration silence) {
        InetSocketAddress address = link.address();
        return observe(
                "bind",
                link.witnesses(),
                id -> String.format(
                        Locale.ROOT,
                        "go %s %s %d %d %d",
                        id,
                        reachable(address.getAddress()).getHostAddress(),
                        address.getPort(),
                        CONNECT.toMillis(),
                        patience(link.active(), silence).toMillis()));
    }

    CompletableFuture<Observation> observe(DatagramLink link, Duration silence) {
        ActiveFault active = link.active();
        // so many that one of them is lost all but certainly
        int count = active != null && active.fault() instanceof LinkFault.Loss loss
                ? (int) Math.min(500, Math.ceil(400 / loss.percent()))
                : 1;
        return observe(
                "bind-datagrams",
                link.witnesses(),
                id -> String.format(
                        Locale.ROOT,
                        "go-datagrams %s %s %d %d %d",
                        id,
                        Sockets.LOOPBACK.getHostAddress(),
                        link.port(),
                        count,
                        patience(active, silence).toMillis()));
    }

    private CompletableFuture<Observation> observe(
            String bind, Map<Integer, WitnessMark> expected, Function<String, String> go) {
        String id = Long.toString(ids.incrementAndGet());
        String command = go.apply(id);
        WitnessMark mark = new WitnessMark();
        Child witness = child();
        return witness.ask(id, bind + " " + id).thenCompose(bound -> {
            int port = Integer.parseInt(bound.detail());
            expected.put(port, mark);
            return witness.ask(id, command)
                    .whenComplete((reply, failure) -> forget.execute(() -> expected.remove(port, mark)))
                    .thenApply(reply -> new Observation(
                            Observation.Outcome.valueOf(reply.verb()),
                            Duration.ofNanos(Long.parseLong(reply.detail())),
                            mark.wasAccepted(),
                            mark.counters().snapshot(),
                            witness.process.pid()));
        });
    }

    private static Duration patience(@Nullable ActiveFault active, Duration silence) {
        return active != null && active.fault() instanceof LinkFault.Latency latency
                ? silence.plus(latency.toUpstream())
                        .plus(latency.toClient())
                        .plus(latency.jitter().multipliedBy(2))
                : silence;
    }

    private static InetAddress reachable(InetAddress listening) {
        return listening.isAnyLocalAddress() ? Sockets.LOOPBACK : listening;
    }

    private synchronized Child child() {
        Child current = child;
        if (current == null || !current.usable()) {
            current = new Child();
            child = current;
        }
        return current;
    }

    private static final class Child {
        private final Process process;
        private final Writer commands;
        private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
        private volatile boolean ended;
        private volatile String lastWords = "it said nothing";

        Child() {
            ProcessBuilder builder = new ProcessBuilder(WitnessCommand.commandLine()).redirectErrorStream(true);
            // what the user gives his own JVMs (agents, debug ports, heaps) is not meant for this one
            WitnessCommand.JVM_OPTION_VARIABLES.forEach(builder.environment()::remove);
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot start the witness process that proves faults on links: " + e.getMessage(), e);
            }
            commands = process.outputWriter(StandardCharsets.US_ASCII);
            Thread reader = new Thread(this::read, "reliability-link-witness");
            reader.setDaemon(true);
            reader.setContextClassLoader(null);
            reader.start();
        }

        CompletableFuture<Reply> ask(String id, String command) {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            waiting.put(id, reply);
            try {
                synchronized (commands) {
                    commands.write(command + "\n");
                    commands.flush();
                }
            } catch (IOException e) {
                fail();
            }
            if (!usable()) {
                fail();
            }
            return reply;
        }

        boolean usable() {
            return !ended && process.isAlive();
        }

        void end() {
            process.destroy();
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] words = line.split(" ", 3);
                    CompletableFuture<Reply> reply = words.length == 3 ? waiting.remove(words[0]) : null;
                    if (reply != null) {
                        reply.complete(new Reply(words[1], words[2]));
                    } else {
                        lastWords = "its last words: " + line;
                    }
                }
            } catch (IOException e) {
                lastWords = e.toString();
            }
            ended = true;
            fail();
        }

        private void fail() {
            IllegalStateException failure = new IllegalStateException(
                    "the witness process " + process.pid() + " that proves faults on links has ended; " + lastWords);
            for (String id : List.copyOf(waiting.keySet())) {
                CompletableFuture<Reply> reply = waiting.remove(id);
                if (reply != null) {
                    reply.completeExceptionally(failure);
                }
            }
        }
    }
}
