package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Poller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Watches instances that are down, for somebody else who starts or terminates them. */
final class StateWatch implements AutoCloseable {

    private static final Poller LOOKS = Poller.every(Duration.ofSeconds(2));
    private static final Duration AS_LONG_AS_IT_IS_OPEN = Duration.ofDays(365);

    private final Aws aws;
    private final List<String> ids;
    private final Thread thread;
    private Optional<String> suspected = Optional.empty();
    private volatile @Nullable String lost;

    StateWatch(Aws aws, List<String> ids) {
        this.aws = aws;
        this.ids = ids;
        this.thread = new Thread(this::watch, "reliability-aws-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            LOOKS.await(AS_LONG_AS_IT_IS_OPEN, this::look, Optional::isPresent);
        } catch (InterruptedException e) {
            // closed
            Thread.currentThread().interrupt();
        }
    }

    /** An answer may be older than the one before it, so a change counts when it is told twice in a row. */
    private Optional<String> look() {
        Optional<String> seen = suspect();
        if (seen.isPresent() && seen.equals(suspected)) {
            lost = seen.get();
        }
        suspected = seen;
        return lost();
    }

    private Optional<String> suspect() {
        try {
            Map<String, Instance> now = Recovery.read(aws, ids);
            return ids.stream()
                    .flatMap(id -> changed(id, Recovery.state(now, id)).stream())
                    .findFirst();
        } catch (RuntimeException e) {
            // what cannot be asked now is asked again
            return Optional.empty();
        }
    }

    private static Optional<String> changed(String id, InstanceStateName state) {
        return switch (state) {
            case STOPPED, STOPPING -> Optional.empty();
            case TERMINATED, SHUTTING_DOWN -> Optional.of("somebody terminated instance " + id);
            default -> Optional.of("somebody started instance " + id);
        };
    }

    Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
