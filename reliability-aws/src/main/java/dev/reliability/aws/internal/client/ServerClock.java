package dev.reliability.aws.internal.client;

import dev.reliability.spi.Moment;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * How far the clock of a service is from ours, by the dates of its answers. Each date has whole seconds and was written between our
 * question and its answer; many of them together tell the offset to about the time that an answer takes. Thread-safe.
 */
public final class ServerClock implements ExecutionInterceptor {

    private static final ExecutionAttribute<Instant> SENT = new ExecutionAttribute<>("SentByReliability");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Clock clock;
    private boolean known;
    private Duration least = Duration.ZERO;
    private Duration most = Duration.ZERO;

    ServerClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.putAttribute(SENT, clock.instant());
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        Instant received = clock.instant();
        Instant sent = attributes.getAttribute(SENT);
        context.httpResponse().firstMatchingHeader("Date").ifPresent(text -> {
            try {
                answered(sent, received, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            } catch (DateTimeException e) {
                // an answer without a readable date tells nothing of the clock
            }
        });
    }

    /** Takes an answer in. */
    synchronized void answered(Instant sent, Instant received, Instant date) {
        Duration from = Duration.between(received, date);
        Duration to = Duration.between(sent, date.plus(SECOND));
        Duration closerLeast = known && least.compareTo(from) > 0 ? least : from;
        Duration closerMost = known && most.compareTo(to) < 0 ? most : to;
        // what contradicts itself means that a clock was set
        boolean agrees = closerLeast.compareTo(closerMost) <= 0;
        least = agrees ? closerLeast : from;
        most = agrees ? closerMost : to;
        known = true;
    }

    /**
     * Returns when something happened on our clock.
     *
     * @param there when, on the clock of the service
     * @param grain how much later it may have been, since it tells time only so finely
     */
    public synchronized Moment here(Instant there, Duration grain) {
        return Moment.between(there.minus(most), there.plus(grain).minus(least));
    }

    /** Returns how far the clock of the service is ahead of ours, in words: {@code +0.12 s ± 0.05 s}. */
    public synchronized String words() {
        if (!known) {
            return "unknown";
        }
        double middle = (seconds(least) + seconds(most)) / 2;
        return String.format(java.util.Locale.ROOT, "%+.2f s ± %.2f s", middle, (seconds(most) - seconds(least)) / 2);
    }

    private static double seconds(Duration length) {
        return length.toNanos() / 1e9;
    }
}
