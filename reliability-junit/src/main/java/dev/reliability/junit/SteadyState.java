package dev.reliability.junit;

import dev.reliability.experiment.When;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What users must see before, during and after the faults of a test: an HTTP answer. Steady states of the class, of enclosing
 * classes and of the method add up; the same name closer to the test overrides.
 *
 * <p>Before: if it does not hold within {@code reliability.baseline} (30s), nothing is injected and the test is inconclusive.
 * During, from the proven bite to the begin of the revert: samples are taken open-loop; the test fails if a contiguous failure
 * lasts longer than {@link #outage()}, or if more samples than {@link #tolerate()} fail outside it; fewer than three completed
 * samples prove nothing. After: three good samples in a row, on fresh and on kept connections, within
 * {@link #recoverWithin()}.
 *
 * <pre>{@code
 * @SteadyState(http = "${bookstore.url}/books", status = 200, timeout = "3s", outage = "60s", tolerate = "1%")
 * }</pre>
 *
 * <p>Every text may hold placeholders {@code ${name}} or {@code ${name:default}}. Durations are written {@code 250ms},
 * {@code 3s}, {@code 4m}, {@code 1h} or ISO-8601.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(SteadyState.Container.class)
@ReliabilityAnnotation(SteadyStateFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface SteadyState {

    /** Name in reports; method and path of the URL by default, such as {@code GET /books}. */
    String name() default "";

    /** URL that must answer; absolute, {@code http} or {@code https}, without a user name or a password. */
    String http();

    /** HTTP method of the request. */
    String method() default "GET";

    /**
     * Headers of the request, each {@code "Name: value"}. Values, which may hold secrets, are never printed or recorded.
     *
     * <pre>{@code
     * @SteadyState(http = "${bookstore.url}/orders", headers = {"Authorization: Bearer ${token}", "Accept: application/json"})
     * }</pre>
     */
    String[] headers() default {};

    /** Status codes that are good. */
    int[] status() default {200};

    /** How long one request may take, connecting included. */
    String timeout() default "3s";

    /** Time from the begin of one sample to the begin of the next, whether or not the first has come back. */
    String every() default "250ms";

    /** Longest contiguous failure that is allowed during the faults. */
    String outage() default "0s";

    /** Share of samples that may fail outside the allowed outage, such as {@code 1%}. */
    String tolerate() default "0%";

    /** How long after the revert it may take until it holds again. */
    String recoverWithin() default "30s";

    /** When it must hold. */
    When[] when() default {When.BEFORE, When.DURING, When.AFTER};

    /** Container of several on one element. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ReliabilityAnnotation
    @interface Container {

        /** The steady states. */
        SteadyState[] value();
    }
}
