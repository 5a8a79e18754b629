package dev.reliability.internal.runner;

import dev.reliability.internal.classfile.Libraries;
import dev.reliability.internal.time.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lets the calls of test bodies be recorded, of each HTTP client that is known and there. */
final class HttpClients {

    /** To load it takes a second on a busy machine, which a body that uses it would spend itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final boolean REST_ASSURED = Libraries.has("io.restassured.RestAssured");
    private static final AtomicReference<@Nullable CompletableFuture<Void>> LOADED = new AtomicReference<>();

    private HttpClients() {}

    /** Gets ready on another thread, as long as nobody needs it. */
    static void prepare() {
        if (REST_ASSURED) {
            CompletableFuture<Void> unused = load();
        }
    }

    private static CompletableFuture<Void> load() {
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> earlier = LOADED.compareAndExchange(null, own);
        if (earlier != null) {
            return earlier;
        }
        // it looks for other libraries by the loader of the thread that loads it
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Threads.backEnds().execute(() -> {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(loader);
            try {
                RestAssuredFilter.install();
                own.complete(null);
            } catch (RuntimeException | Error e) {
                own.completeExceptionally(e);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        });
        return own;
    }

    /** Waits until it is ready, so that a body need not, while a fault is in force already. Never fails. */
    static void awaitPrepared() {
        if (REST_ASSURED) {
            awaitLoaded();
        }
    }

    private static boolean awaitLoaded() {
        try {
            load().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // an experiment does not need them
        }
        return false;
    }

    /** A body is about to begin on this thread: records its calls from now on. Never fails; then they are not recorded. */
    static void recordCalls() {
        if (!REST_ASSURED || !awaitLoaded()) {
            return;
        }
        try {
            // somebody may have reset it since
            RestAssuredFilter.install();
        } catch (RuntimeException | LinkageError e) {
            // an experiment does not need them
        }
    }
}
