package dev.reliability.internal.docker;

import dev.reliability.internal.time.Calls;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.ShellSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;

/** A shell in a {@link Helper}. It comes in by the engine, past the container's network, so no fault in there can cut it. */
final class HelperShell implements Shell {

    private static final Duration WAY = Duration.ofSeconds(5);
    private static final int LOOK_MILLIS = 20;

    private final Container beside;
    private final Helper helper;

    HelperShell(Container beside, Helper helper) {
        this.beside = beside;
        this.helper = helper;
    }

    @Override
    public String address() {
        return "container " + beside.name();
    }

    @Override
    public ShellResult run(ShellCommand command) {
        List<String> words = new ArrayList<>(List.of(
                "timeout",
                "-k",
                "1",
                Long.toString(Math.max(1, command.timeout().toSeconds()))));
        words.addAll(bash(command));
        try {
            return Calls.within(command.timeout().plus(WAY), () -> run(words, command.input()));
        } catch (TimeoutException e) {
            throw new ShellException(
                    Reason.TIMEOUT, address() + " did not finish a command within " + command.timeout(), e);
        } catch (ShellException e) {
            throw e;
        } catch (Exception e) {
            throw lost(e);
        }
    }

    private ShellResult run(List<String> words, String input) throws IOException {
        String id = helper.prepared(words);
        try (Hijacked running = helper.begin(id)) {
            try (OutputStream stream = running.input()) {
                stream.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
            return new ShellResult(helper.exitCode(id), output, running.errors());
        }
    }

    @Override
    public ShellSession start(ShellCommand command) {
        try {
            String id = helper.prepared(bash(command));
            return new Session(id, helper.begin(id));
        } catch (IOException | DockerException e) {
            throw lost(e);
        }
    }

    private static List<String> bash(ShellCommand command) {
        List<String> words = new ArrayList<>(List.of("bash", "-c", command.script(), "reliability"));
        words.addAll(command.arguments());
        return words;
    }

    private ShellException lost(Exception cause) {
        return new ShellException(
                Reason.UNREACHABLE, "no command can be run beside " + address() + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        helper.close();
    }

    private final class Session implements ShellSession {

        private final String id;
        private final Hijacked running;

        Session(String id, Hijacked running) {
            this.id = id;
            this.running = running;
        }

        @Override
        public OutputStream input() {
            return running.input();
        }

        @Override
        public InputStream output() {
            return running.output();
        }

        @Override
        public String errors() {
            return running.errors();
        }

        @Override
        public OptionalInt waitFor(Duration atMost) {
            long until = System.nanoTime() + atMost.toNanos();
            try {
                while (helper.running(id)) {
                    if (System.nanoTime() - until >= 0) {
                        return OptionalInt.empty();
                    }
                    Thread.sleep(LOOK_MILLIS);
                }
                return OptionalInt.of(helper.exitCode(id));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return OptionalInt.empty();
            }
        }

        @Override
        public void close() {
            running.close();
        }
    }
}
