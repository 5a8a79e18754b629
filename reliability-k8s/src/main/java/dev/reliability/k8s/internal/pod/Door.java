package dev.reliability.k8s.internal.pod;

import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Holds an ephemeral container open: its first process lives as long as it hears from us, and takes with it whatever else runs in
 * the container. So does its end: the container cannot be taken out of the pod, but it runs no more.
 */
final class Door implements AutoCloseable {

    /** Hears lines and repeats them; on silence, at the end of its time, or when told so, ends everything that bears its mark. */
    private static final String KEEPER =
            """
            trap exit TERM
            end=$((SECONDS + $2))
            while ((SECONDS < end)) && IFS= read -r -t "$1" line && [[ $line != END ]]; do printf '%s\\n' "$line"; done
            me=$$
            for file in $(grep -lzxsF "$3" /proc/[0-9]*/environ); do
              pid=${file#/proc/} pid=${pid%/environ}
              ((pid == me)) || kill -KILL "$pid"
            done 2>/dev/null
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Guest guest;
    private final ExecWatch attached;
    private final CompletableFuture<String> lost;
    private final ScheduledFuture<?> beats;

    private Door(Guest guest, ExecWatch attached, CompletableFuture<String> lost, Duration silence) {
        this.guest = guest;
        this.attached = attached;
        this.lost = lost;
        long every = silence.toMillis() / 5;
        this.beats = Beats.THREADS.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    }

    /** What its first process is. */
    private static List<String> command(Guest guest, Duration silence, Duration longest) {
        return List.of(
                "bash",
                "-c",
                KEEPER,
                "reliability",
                Long.toString(silence.toSeconds()),
                Long.toString(longest.toSeconds()),
                Guest.MARK + "=" + guest.container());
    }

    /**
     * Asks whether the pod would take it; nothing is changed.
     *
     * @throws ShellException if not
     */
    static void ask(Guest guest, Duration silence, Duration longest) {
        GuestContainers.add(guest, command(guest, silence, longest), true);
    }

    /**
     * Puts the container into its pod and waits for it.
     *
     * @param silence after how long without a word from us it ends
     * @param longest how long it lives at most
     * @throws ShellException if the pod does not take it, or it does not come to run
     */
    static Door open(Guest guest, Duration silence, Duration longest) {
        GuestContainers.add(guest, command(guest, silence, longest), false);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            CompletableFuture<String> lost = new CompletableFuture<>();
            // an answer before the status says that it runs: a node tells it late
            ExecWatch attached = attach(guest, lost);
            if (attached != null) {
                return new Door(guest, attached, lost, silence);
            }
            GuestContainers.hopeless(guest).ifPresent(why -> {
                throw new ShellException(Reason.UNREACHABLE, guest + " does not run: " + why);
            });
            if (System.nanoTime() - until > 0) {
                throw new ShellException(
                        Reason.TIMEOUT,
                        guest + " does not run after " + PATIENCE.toSeconds() + " s; see: " + "kubectl -n "
                                + guest.namespace() + " describe pod " + guest.pod());
            }
            pause();
        }
    }

    private static @Nullable ExecWatch attach(Guest guest, CompletableFuture<String> lost) {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        ExecWatch attached = null;
        try {
            attached = GuestContainers.resource(guest)
                    .inContainer(guest.container())
                    .withReadyWaitTimeout(0)
                    .redirectingInput()
                    .writingOutput(new OutputStream() {
                        @Override
                        public void write(int one) {
                            answered.complete(true);
                        }
                    })
                    .usingListener(new ExecListener() {
                        @Override
                        public void onFailure(Throwable failure, Response response) {
                            answered.complete(false);
                            lost.complete("the connection to " + guest + " broke: " + failure.getMessage());
                        }

                        @Override
                        public void onClose(int code, String reason) {
                            answered.complete(false);
                            lost.complete(guest + " ended");
                        }
                    })
                    .attach();
            send(attached, "HELLO\n");
            if (answered.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
                return attached;
            }
        } catch (KubernetesClientException | IOException | ExecutionException | TimeoutException e) {
            // not there yet, or never; the caller finds out
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShellException(Reason.LOCAL, "interrupted while waiting for " + guest, e);
        }
        if (attached != null) {
            Closing.close(attached);
        }
        return null;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShellException(Reason.LOCAL, "interrupted", e);
        }
    }

    private static void send(ExecWatch attached, String text) throws IOException {
        attached.getInput().write(text.getBytes(StandardCharsets.UTF_8));
        attached.getInput().flush();
    }

    private void beat() {
        try {
            send(attached, "HERE\n");
        } catch (IOException e) {
            lost.complete("the connection to " + guest + " broke: " + e.getMessage());
        }
    }

    /** Returns why it is not open any more. */
    Optional<String> lost() {
        return Optional.ofNullable(lost.getNow(null));
    }

    /** Ends the container. */
    @Override
    public void close() {
        end();
    }

    /** Ends the container, and tells whether its end was seen. */
    boolean end() {
        beats.cancel(false);
        try {
            boolean told = !lost.isDone();
            send(attached, "END\n");
            lost.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            return told;
        } catch (IOException | ExecutionException | TimeoutException e) {
            // closing the connection ends it as well
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            Closing.close(attached);
        }
    }
}
