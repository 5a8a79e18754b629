package dev.reliability.samples.bookstore;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Points to the primary as long as its health check is good, else to the secondary, and says when it moved. It begins
 * with the primary, which counts as healthy until checks have said otherwise.
 */
final class FailoverSwitch implements AutoCloseable {

    private final String name;
    private final String primary;
    private final Optional<String> secondary;
    private final List<Move> moves = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "primary-health");
        thread.setDaemon(true);
        return thread;
    });

    private volatile String current;
    private boolean healthy = true;
    private int contradictions;

    /**
     * How the primary is checked.
     *
     * @param url healthy means that a GET answers 200
     * @param interval from the end of one check to the begin of the next
     * @param timeout to connect, and again for each read
     * @param failures that many failed checks in a row make the primary unhealthy
     * @param successes that many good checks in a row make it healthy again
     */
    record HealthCheck(URI url, Duration interval, Duration timeout, int failures, int successes) {

        /** The check described by the environment, or nothing where {@code CHECK} is {@code none}. */
        static Optional<HealthCheck> from(Settings settings) {
            if (settings.text("CHECK", "").equals("none")) {
                return Optional.empty();
            }
            return Optional.of(new HealthCheck(
                    settings.url("HEALTH_URL"),
                    settings.duration("INTERVAL", Duration.ofMillis(500)),
                    settings.duration("TIMEOUT", Duration.ofSeconds(1)),
                    settings.number("FAILURES", 2),
                    settings.number("SUCCESSES", 2)));
        }
    }

    /** One change of the answer; {@code at} is the wall-clock time from which on the new one was given. */
    record Move(Instant at, String from, String to, String reason) {}

    private FailoverSwitch(String name, String primary, Optional<String> secondary) {
        this.name = name;
        this.primary = primary;
        this.secondary = secondary;
        this.current = primary;
    }

    /** Starts checking; without a check it stays with the primary for ever. */
    static FailoverSwitch start(
            String name, String primary, Optional<String> secondary, Optional<HealthCheck> healthCheck) {
        FailoverSwitch failover = new FailoverSwitch(name, primary, secondary);
        healthCheck.ifPresent(check -> {
            var unused = failover.thread.scheduleWithFixedDelay(
                    () -> failover.checkOnce(check), 0, check.interval().toMillis(), TimeUnit.MILLISECONDS);
        });
        return failover;
    }

    String current() {
        return current;
    }

    List<Move> moves() {
        return List.copyOf(moves);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void checkOnce(HealthCheck check) {
        String result;
        boolean good = false;
        try {
            int status =
                    HttpGet.get(check.url(), check.timeout(), check.timeout()).status();
            good = status == 200;
            result = "answered " + status;
        } catch (IOException e) {
            result = "failed: " + SampleMain.describe(e);
        }
        if (good == healthy) {
            contradictions = 0;
            return;
        }
        contradictions++;
        if (contradictions >= (good ? check.successes() : check.failures())) {
            healthy = good;
            String reason = "GET " + check.url() + " " + result + ", " + contradictions + " in a row";
            contradictions = 0;
            moveTo(good ? Optional.of(primary) : secondary, reason);
        }
    }

    private void moveTo(Optional<String> target, String reason) {
        String from = current;
        if (target.isEmpty()) {
            System.out.println("stayed " + name + " at " + from + ": " + reason + "; there is no secondary");
            return;
        }
        String to = target.get();
        if (to.equals(from)) {
            return;
        }
        current = to;
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        moves.add(new Move(at, from, to, reason));
        System.out.println("moved " + name + " from " + from + " to " + to + " at " + at + ": " + reason);
    }
}
