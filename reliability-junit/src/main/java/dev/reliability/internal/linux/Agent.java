package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** The controller's end of one agent: sends what it is to do and the heartbeats, and reads its answers. */
final class Agent implements AutoCloseable {

    private final ShellSession session;
    private final Duration lease;
    private final CompletableFuture<String> prepared = new CompletableFuture<>();
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicReference<CompletableFuture<Void>> answered = new AtomicReference<>(new CompletableFuture<>());
    private final List<String> answer = new CopyOnWriteArrayList<>();
    private volatile long lastAnswer = System.nanoTime();
    private volatile boolean asked;

    private Agent(ShellSession session, Duration lease) {
        this.session = session;
        this.lease = lease;
    }

    /**
     * Starts an agent and hands it its task; it is in force only once it was told to {@link #arm}.
     *
     * @param fault resource with the fault's part of the script
     * @param task what it needs to know, one "key value" line each
     * @param payload text that is passed through as it is
     */
    static Agent start(Shell shell, String fault, String id, Duration lease, Map<String, String> task, String payload) {
        // owner and length are in the command line as well, for whoever finds the target taken
        ShellSession session = shell.start(Scripts.asRoot(
                Scripts.load("mark.sh", "lease.sh", fault),
                "rl-agent:" + id,
                String.valueOf(task.get("owner")),
                Long.toString(seconds(task, "seconds") + seconds(task, "wait_s"))));
        Agent agent = new Agent(session, lease);
        Thread reader = new Thread(agent::read, "reliability-agent-" + id);
        reader.setDaemon(true);
        reader.start();
        StringBuilder text = new StringBuilder("id " + id + "\nlease_ms " + lease.toMillis() + "\n");
        task.forEach((key, value) ->
                text.append(key).append(' ').append(value.replace('\n', ' ')).append('\n'));
        byte[] head = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] tail = payload.getBytes(StandardCharsets.UTF_8);
        agent.send("SPEC " + head.length + " " + tail.length + "\n" + text + payload);
        return agent;
    }

    private static long seconds(Map<String, String> task, String key) {
        return Long.parseLong(task.getOrDefault(key, "0"));
    }

    /** Waits until the agent holds the target, then keeps it alive; nothing is in force yet. */
    void awaitPrepared(Duration atMost) {
        await(prepared, atMost);
        keepAlive();
    }

    /** Tells the agent to begin, now or as soon as it holds the target. */
    void arm() {
        send("ARM\n");
    }

    /** Waits until the fault is in force, then keeps it alive. */
    void awaitReady(Duration atMost) {
        await(ready, atMost);
        keepAlive();
    }

    private void keepAlive() {
        lastAnswer = System.nanoTime();
        Heartbeats.keep(this, lease.dividedBy(3));
    }

    private void await(CompletableFuture<String> word, Duration atMost) {
        try {
            CompletableFuture.anyOf(word, ended).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinuxFaultException("interrupted while the agent was starting", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new LinuxFaultException(
                    "the agent was not ready within " + atMost + trail() + ". It ends by itself.", e);
        }
        if (!word.isDone()) {
            throw new LinuxFaultException(ended.join() + trail());
        }
    }

    /** Process id of the agent, as the target's PID namespace counts. */
    long pid() {
        String line = ready.join();
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** One sign of life; false when there is nobody to hear it. */
    boolean beat() {
        return !ended.isDone() && !asked && send("HB\n");
    }

    /** Asks for counters and returns the lines of the answer. */
    List<String> count(Duration atMost) {
        return ask("COUNT", atMost);
    }

    /** Asks what can be seen before the fault is in force. */
    List<String> look(Duration atMost) {
        return ask("LOOK", atMost);
    }

    private synchronized List<String> ask(String question, Duration atMost) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        answer.clear();
        answered.set(end);
        send(question + "\n");
        try {
            CompletableFuture.anyOf(end, ended).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinuxFaultException("interrupted while waiting for the agent", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new LinuxFaultException("the agent does not answer" + trail(), e);
        }
        return List.copyOf(answer);
    }

    /** Why the fault is not in force any more although nobody here ended it. */
    Optional<String> lost() {
        if (asked) {
            return Optional.empty();
        }
        if (ended.isDone()) {
            return Optional.of(ended.join() + trail());
        }
        Duration silence = Duration.ofNanos(System.nanoTime() - lastAnswer);
        return prepared.isDone() && silence.compareTo(lease) > 0
                ? Optional.of("no answer from the agent for " + silence.toMillis() + " ms")
                : Optional.empty();
    }

    /** Lines that begin with this word, without it. */
    List<String> said(String word) {
        return said.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }

    /** Ends the fault and waits for the last word; empty if none comes. */
    Optional<String> end(Duration atMost) {
        asked = true;
        Heartbeats.forget(this);
        send("END\n");
        Optional<String> last = awaitEnd(atMost);
        session.close();
        return last;
    }

    /** Waits for the agent to end of its own accord. */
    Optional<String> awaitEnd(Duration atMost) {
        try {
            return Optional.of(ended.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        asked = true;
        Heartbeats.forget(this);
        session.close();
    }

    private boolean send(String text) {
        try {
            session.input().write(text.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(session.output(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            // the stream is gone, and so is the agent
        }
        ended.complete("the agent ended without a word");
    }

    private void hear(String line) {
        lastAnswer = System.nanoTime();
        if (line.equals("PREPARED")) {
            prepared.complete(line);
        } else if (line.startsWith("READY")) {
            ready.complete(line);
        } else if (line.startsWith("HIT ") || line.startsWith("SEEN ")) {
            answer.add(line.substring(line.indexOf(' ') + 1));
        } else if (line.equals("COUNTED") || line.equals("LOOKED")) {
            answered.get().complete(null);
        } else if (line.startsWith("GONE ") || line.startsWith("ERROR ")) {
            ended.complete(line.substring(line.indexOf(' ') + 1));
        } else if (!line.equals("OK")) {
            said.add(line);
        }
    }

    private String trail() {
        String errors = session.errors().strip();
        return errors.isEmpty() ? "" : " (" + errors.replaceAll("\\R+", "; ") + ")";
    }
}
