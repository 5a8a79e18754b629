package com.example.outside;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.ShellSession;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The way into a room, which is a network namespace: what {@code docker exec -i} is for a container. */
record RoomShell(String room) implements Shell {

    @Override
    public String address() {
        return "room:" + room;
    }

    @Override
    public ShellResult run(ShellCommand command) {
        Process process = exec(command);
        CompletableFuture<String> output = text(process.getInputStream());
        CompletableFuture<String> errors = text(process.getErrorStream());
        try (OutputStream input = process.getOutputStream()) {
            input.write(command.input().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // a command need not read its input
        }
        try {
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new ShellException(Reason.TIMEOUT, address() + " does not answer");
            }
            return new ShellResult(process.exitValue(), output.join(), errors.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShellException(Reason.LOCAL, "interrupted", e);
        }
    }

    @Override
    public ShellSession start(ShellCommand command) {
        return new RoomSession(exec(command));
    }

    private Process exec(ShellCommand command) {
        List<String> words =
                new ArrayList<>(List.of("ip", "netns", "exec", room, "bash", "-c", command.script(), "room"));
        words.addAll(command.arguments());
        try {
            return new ProcessBuilder(words).start();
        } catch (IOException e) {
            throw new ShellException(Reason.LOCAL, "there is no way into " + room, e);
        }
    }

    private static CompletableFuture<String> text(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        // holds nothing
    }

    private record RoomSession(Process process) implements ShellSession {

        @Override
        public OutputStream input() {
            return new FilterOutputStream(process.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    out.flush();
                }

                @Override
                public void write(int one) throws IOException {
                    out.write(one);
                    out.flush();
                }
            };
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public String errors() {
            return "";
        }

        @Override
        public OptionalInt waitFor(Duration atMost) {
            try {
                return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                        ? OptionalInt.of(process.exitValue())
                        : OptionalInt.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return OptionalInt.empty();
            }
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // it has ended
            }
        }
    }
}
