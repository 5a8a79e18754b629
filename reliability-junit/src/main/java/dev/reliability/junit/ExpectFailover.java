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
 * A failover that must happen after the fault bit: a signal that names one side must name the other soon. Before the test it
 * must name the first.
 *
 * <pre>{@code
 * @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "90s")
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(ExpectFailover.Container.class)
@ReliabilityAnnotation(ExpectFailoverFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ExpectFailover {

    /** Name of the signal in the profile ({@code signal.NAME}), or its address: {@code dns:NAME@resolver:port}, {@code http://…#header:NAME}. */
    String signal();

    /** Name of the target that serves before the fault. */
    String from();

    /** Name of the target that must serve after it. */
    String to();

    /** How long after the proven bite it may take. */
    String within();

    /** Whether the first side must serve again within the same time of the revert. */
    boolean failback() default false;

    /** Name of the expectation, for {@link Named} parameters and reports; the signal by default. */
    String name() default "";

    /** Container of several on one element. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ReliabilityAnnotation
    @interface Container {

        /** The annotations. */
        ExpectFailover[] value();
    }
}
