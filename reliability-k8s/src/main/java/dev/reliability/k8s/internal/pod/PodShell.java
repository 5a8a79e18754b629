package dev.reliability.k8s.internal.pod;

import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.ShellSession;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A shell in an ephemeral container of a pod: in the pod's network, and where it was asked for beside the processes of one of its
 * containers. It comes in by the node's container runtime, past the pod's network, so no fault in there can cut it.
 *
 * <p>Commands are executed in the container, which lives as long as the {@link Door} does. The text of a script goes by standard
 * input: a command line would be in the audit log of the API server, and is limited in length.
 */
final class PodShell implements Shell {

    /** Takes a script and its arguments from standard input, by their lengths. */
    private static final String TAKE =
            "s=$(head -c \"$n\" && printf x) && a=() && for l in $ls; do v=$(head -c \"$l\" && printf x) &&"
                    + " a+=(\"${v%x}\"); done && exec ";

    private static final String BASH = "bash -c \"${s%x}\" reliability \"${a[@]}\"";

    private static final String RUN =
            "read -r t m n ls && " + TAKE + "timeout -k 1 \"$t\" " + BASH + " < <(head -c \"$m\")";

    private static final String START = "read -r n ls && " + TAKE + BASH;

    /** How long the way there and back may take besides what the command takes. */
    private static final Duration WAY = Duration.ofSeconds(5);

    private final Guest guest;
    private Duration silence = Duration.ofSeconds(15);
    private final Duration longest;
    private @Nullable Door door;
    private boolean ended;

    /**
     * A shell that is not open yet.
     *
     * @param longest how long its container lives at most
     */
    PodShell(Guest guest, Duration longest) {
        this.guest = guest;
        this.longest = longest;
    }

    /** Says after how long without a word from us its container ends. */
    synchronized void endAfter(Duration length) {
        silence = length;
    }

    Guest guest() {
        return guest;
    }

    /** Asks whether the pod would take its container. */
    synchronized void ask() {
        Door.ask(guest, silence, longest);
    }

    /** Puts the container into the pod. */
    synchronized void open() {
        if (door == null) {
            door = Door.open(guest, silence, longest);
        }
    }

    /** Takes a container for open that somebody else put there. */
    static PodShell into(Guest guest) {
        return new PodShell(guest, Duration.ZERO);
    }

    @Override
    public String address() {
        return "pod " + guest.pod();
    }

    @Override
    public ShellResult run(ShellCommand command) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        long seconds = command.timeout().plusMillis(999).toSeconds();
        byte[] input = command.input().getBytes(StandardCharsets.UTF_8);
        // all at once: a command that reads no input may end before a second word reaches it
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((seconds + " " + input.length + " ").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(told(command));
        all.writeBytes(input);
        ExecWatch running = null;
        try {
            running = GuestContainers.resource(guest)
                    .inContainer(guest.container())
                    .withReadyWaitTimeout(0)
                    .redirectingInput()
                    .writingOutput(output)
                    .writingError(errors)
                    .exec("bash", "-c", RUN);
            running.getInput().write(all.toByteArray());
            running.getInput().flush();
            Integer code = running.exitCode().get(command.timeout().plus(WAY).toMillis(), TimeUnit.MILLISECONDS);
            if (code == null) {
                throw new ShellException(Reason.LOST, "the connection to " + guest + " broke while a command ran");
            }
            return new ShellResult(code, text(output), text(errors));
        } catch (KubernetesClientException e) {
            throw unreachable(e);
        } catch (IOException | ExecutionException e) {
            throw new ShellException(Reason.LOST, "the connection to " + guest + " broke: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new ShellException(
                    Reason.TIMEOUT,
                    guest + " did not answer within "
                            + command.timeout().plus(WAY).toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShellException(Reason.LOCAL, "interrupted while a command ran in " + guest, e);
        } finally {
            if (running != null) {
                Closing.close(running);
            }
        }
    }

    @Override
    public ShellSession start(ShellCommand command) {
        Tail errors = new Tail();
        try {
            ExecWatch running = GuestContainers.resource(guest)
                    .inContainer(guest.container())
                    .withReadyWaitTimeout(0)
                    .redirectingInput()
                    .redirectingOutput()
                    .writingError(errors)
                    .exec("bash", "-c", START);
            PodSession session = new PodSession(running, errors);
            session.input().write(told(command));
            return session;
        } catch (KubernetesClientException e) {
            throw unreachable(e);
        } catch (IOException e) {
            throw new ShellException(Reason.LOST, "the connection to " + guest + " broke: " + e.getMessage(), e);
        }
    }

    /** The lengths of the script and its arguments, and these themselves. */
    private static byte[] told(ShellCommand command) {
        List<byte[]> parts = new ArrayList<>(List.of(command.script().getBytes(StandardCharsets.UTF_8)));
        command.arguments().forEach(argument -> parts.add(argument.getBytes(StandardCharsets.UTF_8)));
        String lengths =
                parts.stream().map(part -> Integer.toString(part.length)).collect(Collectors.joining(" "));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((lengths + "\n").getBytes(StandardCharsets.UTF_8));
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private ShellException unreachable(KubernetesClientException e) {
        String why = Refusals.words(e, guest.cluster());
        return new ShellException(Reason.UNREACHABLE, "no command can be run in " + guest + ": " + why, e);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Ends the container, and with it all that runs in it. */
    @Override
    public synchronized void close() {
        if (door != null) {
            ended = door.end();
            door = null;
        }
    }

    /** Tells whether the end of the container was seen. */
    synchronized boolean ended() {
        return ended;
    }

    /** Returns why it is not open any more. */
    synchronized Optional<String> lost() {
        return door == null ? Optional.empty() : door.lost();
    }

    /** The last few kilobytes of what was written. */
    static final class Tail extends OutputStream {

        private static final int KEPT = 4096;

        private byte[] bytes = new byte[0];

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] more, int offset, int length) {
            byte[] all = Arrays.copyOf(bytes, bytes.length + length);
            System.arraycopy(more, offset, all, bytes.length, length);
            bytes = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
        }

        @Override
        public synchronized String toString() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
