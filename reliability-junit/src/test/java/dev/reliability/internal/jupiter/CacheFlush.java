package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Target;
import dev.reliability.spi.UndoRecord;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A team's own attack: an annotation, its factory and its fault. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@java.lang.annotation.Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Repeatable(CacheFlush.Container.class)
@ReliabilityAnnotation(CacheFlush.Factory.class)
public @interface CacheFlush {

    String target() default "cache";

    String name() default "";

    String duration() default "150ms";

    /** How long the revert takes. */
    long revertMillis() default 0;

    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @java.lang.annotation.Target({ElementType.METHOD, ElementType.TYPE})
    @ReliabilityAnnotation
    @interface Container {

        CacheFlush[] value();
    }

    final class Factory implements ExperimentFactory<CacheFlush> {

        @Override
        public void contribute(CacheFlush annotation, ExperimentBuilder experiment, Place place) {
            experiment.attack(FaultSpec.of("cache flush", annotation.target())
                    .name(annotation.name())
                    .duration(annotation.duration())
                    .number("revertMillis", String.valueOf(annotation.revertMillis()))
                    .plannedBy((target, request) ->
                            new Flush(target, request.name(), (int) request.number("revertMillis")))
                    .at(place));
        }
    }

    /** What became of the faults of the tests under test. */
    final class Log {

        static final Queue<String> INJECTED = new ConcurrentLinkedQueue<>();
        static final Queue<String> REVERTED = new ConcurrentLinkedQueue<>();
        static final AtomicInteger IN_FORCE = new AtomicInteger();
        static final AtomicInteger MOST_IN_FORCE = new AtomicInteger();

        private Log() {}

        static void clear() {
            INJECTED.clear();
            REVERTED.clear();
            IN_FORCE.set(0);
            MOST_IN_FORCE.set(0);
        }
    }

    /** Flushes nothing, but keeps count. */
    final class Flush implements Fault {

        private final Target target;
        private final String name;
        private final int revertMillis;
        private boolean inForce;

        Flush(Target target, String name, int revertMillis) {
            this.target = target;
            this.name = name;
            this.revertMillis = revertMillis;
        }

        @Override
        public String description() {
            return "cache flush of " + target.name();
        }

        @Override
        public UndoRecord undo() {
            return new UndoRecord(description(), Address.parse("process:1"), Map.of());
        }

        @Override
        public synchronized void inject() {
            inForce = true;
            Log.INJECTED.add(name);
            int now = Log.IN_FORCE.incrementAndGet();
            Log.MOST_IN_FORCE.accumulateAndGet(now, Math::max);
        }

        @Override
        public Evidence evidence() {
            return Evidence.bite("the cache is empty");
        }

        @Override
        public synchronized void revert() throws InterruptedException {
            if (!inForce) {
                return;
            }
            // Takes its time, and ends with an exception if anybody interrupts it.
            boolean early = new CountDownLatch(1).await(revertMillis, TimeUnit.MILLISECONDS);
            inForce = early;
            Log.IN_FORCE.decrementAndGet();
            Log.REVERTED.add(name);
        }

        @Override
        public List<String> residue() {
            return List.of();
        }

        @Override
        public Duration expectedTimeToHeal() {
            return Duration.ofSeconds(1);
        }
    }
}
