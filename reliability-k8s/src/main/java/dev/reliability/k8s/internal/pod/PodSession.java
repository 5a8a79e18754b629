package dev.reliability.k8s.internal.pod;

import dev.reliability.spi.ShellSession;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that runs in a container of a pod. */
final class PodSession implements ShellSession {

    private static final int UNKNOWN = 255;

    private final ExecWatch running;
    private final PodShell.Tail errors;
    private final OutputStream input;

    PodSession(ExecWatch running, PodShell.Tail errors) {
        this.running = running;
        this.errors = errors;
        this.input = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    running.getInput().write(bytes, offset, length);
                    running.getInput().flush();
                } catch (KubernetesClientException e) {
                    // a command that has ended hears nothing any more, as behind any other pipe
                    throw new IOException("the command hears nothing any more: " + e.getMessage(), e);
                }
            }

            /** This protocol ends standard input only together with everything else. */
            @Override
            public void close() {
                Closing.close(running);
            }
        };
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public InputStream output() {
        return running.getOutput();
    }

    @Override
    public String errors() {
        return errors.toString();
    }

    @Override
    public OptionalInt waitFor(Duration atMost) {
        try {
            Integer code = running.exitCode().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return OptionalInt.of(code == null ? UNKNOWN : code);
        } catch (ExecutionException e) {
            return OptionalInt.of(UNKNOWN);
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    @Override
    public void close() {
        Closing.close(running);
    }
}
