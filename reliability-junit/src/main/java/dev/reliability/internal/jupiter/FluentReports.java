package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.evidence.TestUnderWay;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Puts what experiments of the fluent API measured into JUnit's reports, where the extension is there to do it. */
final class FluentReports {

    private FluentReports() {}

    /** Does it for the experiments that the test or class of a context begins itself. */
    static void offer(ExtensionContext context) {
        AtomicInteger experiments = new AtomicInteger();
        TestUnderWay.here()
                .filter(test -> test.is(context.getUniqueId()))
                .ifPresent(test -> test.reportsTo(result -> publish(context, result, experiments.incrementAndGet())));
    }

    private static void publish(ExtensionContext context, ExperimentResult result, int number) {
        ReportEntries.publish(context, result);
        AttachedJournal.publish(
                context, result.journal(), number == 1 ? AttachedJournal.NAME : "journal-" + number + ".json");
    }
}
