package dev.reliability.aws.internal.signal;

import dev.reliability.spi.Signal;
import dev.reliability.spi.Signal.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A place that is asked in the background, never twice at a time, and no more often than it likes. */
final class Asked {

    private final String name;
    private final Signal signal;
    private final AnswerLog log;
    private final Executor workers;
    private @Nullable CompletableFuture<Reading> underWay;
    private @Nullable Reading last;
    private Instant due = Instant.EPOCH;

    Asked(String name, Signal signal, AnswerLog log, Executor workers) {
        this.name = name;
        this.signal = signal;
        this.log = log;
        this.workers = workers;
    }

    String name() {
        return name;
    }

    AnswerLog log() {
        return log;
    }

    /** Asks anew; whoever is still being asked is not asked again. */
    synchronized CompletableFuture<Reading> ask(Duration timeout) {
        CompletableFuture<Reading> question = underWay;
        if (question == null || question.isDone()) {
            question = CompletableFuture.supplyAsync(() -> read(timeout), workers);
            underWay = question;
        }
        return question;
    }

    /** Asks in the background if it is time to; returns what it said last. */
    synchronized Optional<Reading> glance(Duration timeout) {
        Instant now = Instant.now();
        if (!now.isBefore(due)) {
            due = now.plus(signal.interval());
            underWay = ask(timeout);
        }
        return Optional.ofNullable(last);
    }

    private Reading read(Duration timeout) {
        Instant question = Instant.now();
        try {
            Reading reading = signal.read(timeout);
            log.answered(reading.identities(), question, Instant.now());
            synchronized (this) {
                last = reading;
            }
            return reading;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
