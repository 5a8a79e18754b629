package dev.reliability.internal.runner;

import dev.reliability.spi.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a system tells of the way to what was expected: asked once, on the thread that saw it happen, and waited for when the run ends. */
final class WayThere {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch told = new CountDownLatch(1);
    private volatile List<Step> steps = List.of();

    /** Asks a system. */
    @FunctionalInterface
    interface Question {
        List<Step> ask() throws Exception;
    }

    void tell(Question question, String name, Console console) {
        if (told.getCount() == 0) {
            return;
        }
        try {
            steps = question.ask();
        } catch (Exception e) {
            console.say(name + " does not tell its way there: " + e.getMessage());
        } finally {
            told.countDown();
        }
    }

    /** Waits for an answer that is under way; what takes longer is left out. */
    void await() {
        try {
            if (!told.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                told.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<Step> steps() {
        return steps;
    }
}
