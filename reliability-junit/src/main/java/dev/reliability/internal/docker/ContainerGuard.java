package dev.reliability.internal.docker;

import dev.reliability.internal.process.Outliving;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A process of its own that undoes what was done to a container, should this JVM end or be frozen for too long. */
final class ContainerGuard implements AutoCloseable {

    private final Process process;

    private ContainerGuard(Process process) {
        this.process = process;
    }

    /**
     * Starts it; once this returns, the fault cannot outlive this JVM.
     *
     * @param undo what it orders
     * @param atMost when it does so although this JVM lives
     * @param insist how long what was done may take to be so when this JVM ends, so that the order must be given again
     */
    static ContainerGuard arm(DockerEngine engine, Container container, Undo undo, Duration atMost, Duration insist)
            throws IOException {
        Process process = Outliving.start(
                ContainerGuardMain.class,
                List.of(
                        engine.address(),
                        undo.path(container.id()),
                        undo.body(container.id()),
                        Long.toString(atMost.toMillis()),
                        Long.toString(insist.toMillis())));
        String first = process.inputReader().readLine();
        if (!ContainerGuardMain.READY.equals(first)) {
            process.destroyForcibly();
            throw new IOException("the process that undoes what is done to a container does not start: " + first);
        }
        return new ContainerGuard(process);
    }

    /** Releases it: everything is undone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }
}
