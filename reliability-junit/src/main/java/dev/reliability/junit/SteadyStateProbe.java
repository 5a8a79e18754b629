package dev.reliability.junit;

import dev.reliability.experiment.When;
import dev.reliability.internal.jupiter.ReliabilityExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A steady state that a method of the test class looks at: a {@code boolean} method that returns whether it holds, or a
 * {@code void} one with assertions. It has no parameters, runs beside the test body, and never concurrently with itself. It
 * belongs to every test of its class that has an experiment, and to those of nested classes. A method that returns a
 * {@link dev.reliability.spi.Probe} is called once for each run, after {@code @BeforeEach}, and what it returns takes the samples:
 * one of {@code MeterProbe}, of {@code HealthProbe} or of your own.
 *
 * <pre>{@code
 * @SteadyStateProbe(outage = "5s")
 * boolean ordersAreAccepted() {
 *     return orders.submit(sample()).isAccepted();
 * }
 * }</pre>
 *
 * <p>The attributes are those of {@link SteadyState}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(ReliabilityExtension.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface SteadyStateProbe {

    /** Name in reports; the method's name by default. */
    String name() default "";

    /** How long one call may take; then the method is interrupted and the sample has failed. */
    String timeout() default "3s";

    /** Time from the begin of one sample to the begin of the next; a sample waits for the one before it. */
    String every() default "250ms";

    /** Longest contiguous failure that is allowed during the faults. */
    String outage() default "0s";

    /** Share of samples that may fail outside the allowed outage. */
    String tolerate() default "0%";

    /** How long after the revert it may take until it holds again. */
    String recoverWithin() default "30s";

    /** When it must hold. */
    When[] when() default {When.BEFORE, When.DURING, When.AFTER};
}
