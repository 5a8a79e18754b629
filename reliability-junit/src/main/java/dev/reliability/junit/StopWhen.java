package dev.reliability.junit;

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
 * Ends the experiment at once, reverts, and makes the test aborted: when an alarm fires, or when a URL fails for longer than an
 * outage. Give either {@link #alarm()} or {@link #http()}.
 *
 * <pre>{@code
 * @StopWhen(alarm = "checkout-errors")
 * @StopWhen(http = "${shop.url}/checkout", outage = "5s")
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(StopWhen.Container.class)
@ReliabilityAnnotation(StopWhenFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface StopWhen {

    /** Name of the alarm in the profile, or its address. */
    String alarm() default "";

    /** URL that is watched. */
    String http() default "";

    /** Status codes of the URL that are good. */
    int[] status() default {200};

    /** How long the URL may fail. */
    String outage() default "0s";

    /** Container of several on one element. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ReliabilityAnnotation
    @interface Container {

        /** The annotations. */
        StopWhen[] value();
    }
}
