package dev.reliability.k8s.internal.client;

import dev.reliability.spi.Moment;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What objects mean together, kept up to date by a watch. A watch that says nothing proves nothing, since a server that goes away
 * may keep it open and silent: so everything is listed every second as well, and what is older than a few seconds is not told any
 * more. A watch that is too old ends, and the next one begins where the last list did.
 */
public final class Watched<V> implements AutoCloseable {

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration STALE = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Query query;
    private final Function<Collection<GenericKubernetesResource>, V> meaning;
    private final List<Thread> threads = new ArrayList<>();

    private final Map<String, GenericKubernetesResource> objects = new LinkedHashMap<>();
    private @Nullable Seen<V> seen;
    private long version;
    private Instant lastSign = Instant.MIN;
    private String trouble = "no answer yet";
    private volatile boolean closed;

    /**
     * What objects mean now.
     *
     * @param since since when; empty for what was so when it was first looked at
     */
    public record Seen<V>(V value, Optional<Moment> since) {}

    /**
     * Begins to look at the first question.
     *
     * @param meaning what the objects mean together; compared by {@code equals}
     */
    public Watched(Cluster cluster, Query query, Function<Collection<GenericKubernetesResource>, V> meaning) {
        this.cluster = cluster;
        this.query = query;
        this.meaning = meaning;
    }

    /**
     * Returns what they mean now.
     *
     * @throws IOException if the server has not answered lately
     */
    public synchronized Seen<V> now(Duration timeout) throws IOException, InterruptedException {
        if (threads.isEmpty() && !closed) {
            start("list", this::list);
            start("watch", this::watch);
        }
        long end = System.nanoTime() + timeout.toNanos();
        while (seen == null || lastSign.isBefore(Instant.now().minus(STALE))) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IOException("the " + query.words() + " are not known: " + trouble);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return seen;
    }

    private void start(String what, Step step) {
        Thread thread = new Thread(() -> repeat(step), "reliability-k8s-" + what);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void repeat(Step step) {
        while (!closed) {
            try {
                step.go();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                failed(e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void list() throws InterruptedException {
        ApiObjects.Listed listed =
                cluster.objects().list(query.kind(), query.namespace(), query.labels(), query.fields());
        listed(listed);
        Thread.sleep(QUIET.toMillis());
    }

    private void watch() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Watch watch = cluster.objects()
                .watch(
                        query.kind(),
                        query.namespace(),
                        query.labels(),
                        query.fields(),
                        String.valueOf(firstVersion()),
                        new Changes(ended));
        try {
            ended.await();
        } finally {
            watch.close();
        }
        Thread.sleep(PAUSE.toMillis());
    }

    private synchronized long firstVersion() throws InterruptedException {
        while (seen == null) {
            wait();
        }
        return version;
    }

    private synchronized void listed(ApiObjects.Listed listed) {
        long as = number(listed.version());
        // a list that is older than the last change says nothing new, and the server answers
        if (as >= version) {
            version = as;
            objects.clear();
            listed.items().forEach(object -> objects.put(object.getMetadata().getUid(), object));
        }
        tell();
    }

    private synchronized void changed(Watcher.Action action, GenericKubernetesResource object) {
        long as = number(object.getMetadata().getResourceVersion());
        if (as <= version) {
            return;
        }
        version = as;
        if (action == Watcher.Action.DELETED) {
            objects.remove(object.getMetadata().getUid());
        } else if (action == Watcher.Action.ADDED || action == Watcher.Action.MODIFIED) {
            objects.put(object.getMetadata().getUid(), object);
        }
        tell();
    }

    private static long number(@Nullable String version) {
        return version != null && version.matches("\\d{1,18}") ? Long.parseLong(version) : Long.MAX_VALUE;
    }

    private void tell() {
        Instant now = Instant.now();
        V value = meaning.apply(objects.values());
        if (seen == null) {
            seen = new Seen<>(value, Optional.empty());
        } else if (!Objects.equals(seen.value(), value)) {
            seen = new Seen<>(value, Optional.of(Moment.between(lastSign, now)));
        }
        lastSign = now;
        notifyAll();
    }

    private synchronized void failed(RuntimeException e) {
        trouble = e instanceof KubernetesClientException ? Refusals.words(e, cluster) : String.valueOf(e.getMessage());
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private interface Step {
        void go() throws InterruptedException;
    }

    private final class Changes implements Watcher<GenericKubernetesResource> {

        private final CountDownLatch ended;

        private Changes(CountDownLatch ended) {
            this.ended = ended;
        }

        @Override
        public void eventReceived(Action action, GenericKubernetesResource object) {
            if (action != Action.ERROR && object != null && ended.getCount() > 0) {
                changed(action, object);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            ended.countDown();
        }

        @Override
        public void onClose() {
            ended.countDown();
        }
    }
}
