package dev.reliability.k8s.internal.fault;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether a fault that is nothing but a setting of an object is still as it was made. Whoever may change the
 * object can end it at any time, and what is seen after that says nothing.
 */
final class Held implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Supplier<Optional<String>> look;
    private volatile boolean closed = true;
    private volatile @Nullable String ended;

    /**
     * Something that is not looked at yet.
     *
     * @param look tells who or what ended it, if so
     */
    Held(Supplier<Optional<String>> look) {
        this.look = look;
    }

    /** Begins to look. */
    void begin() {
        closed = false;
        Thread thread = new Thread(
                () -> {
                    while (!closed && ended == null) {
                        lookNow();
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                },
                "reliability-k8s-held");
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks once, unless nobody looks any more. */
    void lookNow() {
        if (closed) {
            return;
        }
        try {
            Optional<String> found = look.get();
            if (!closed && ended == null) {
                ended = found.orElse(null);
            }
        } catch (KubernetesClientException e) {
            // a server that does not answer has ended nothing
        }
    }

    /** Returns how it was ended, as far as that was seen. */
    Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed = true;
    }
}
