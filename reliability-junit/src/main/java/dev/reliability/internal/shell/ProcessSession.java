package dev.reliability.internal.shell;

import dev.reliability.spi.ShellSession;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A running local process as a session. */
final class ProcessSession implements ShellSession {

    private static final int ERRORS_KEPT = 8192;
    private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

    private final Process process;
    private final OutputStream input;
    private final StringBuilder errors = new StringBuilder();

    ProcessSession(Process process) {
        this.process = process;
        this.input = new FlushingStream(process.getOutputStream());
        Drains.run(this::drainErrors);
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public String errors() {
        synchronized (errors) {
            return errors.toString();
        }
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

    /** The end of its input is what a session ends by; only one that ignores that is killed, a little later. */
    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            // the other side has gone already, which is what was wanted
        }
        if (process.isAlive()) {
            LATER.execute(() -> {
                if (process.isAlive()) {
                    ProcessShell.kill(process);
                }
            });
        }
    }

    private void drainErrors() {
        byte[] buffer = new byte[1024];
        try (InputStream stream = process.getErrorStream()) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                keep(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // closed under us together with the process
        }
    }

    private void keep(String text) {
        synchronized (errors) {
            errors.append(text);
            if (errors.length() > ERRORS_KEPT) {
                errors.delete(0, errors.length() - ERRORS_KEPT);
            }
        }
    }

    private static final class FlushingStream extends FilterOutputStream {

        FlushingStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            out.flush();
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            out.flush();
        }
    }
}
