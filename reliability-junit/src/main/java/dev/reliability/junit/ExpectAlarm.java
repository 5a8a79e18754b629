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
 * An alarm that must fire after the fault bit. Before the test it must be quiet.
 *
 * <pre>{@code
 * @ExpectAlarm(alarm = "bookstore-api-blue-db-connectivity-failed", within = "60s")
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(ExpectAlarm.Container.class)
@ReliabilityAnnotation(ExpectAlarmFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ExpectAlarm {

    /** Name of the alarm in the profile ({@code alarm.NAME}), or its address: {@code http://…}, {@code cloudwatch:NAME}. */
    String alarm();

    /** How long after the proven bite it may take. */
    String within();

    /** Name of the expectation in reports; the alarm by default. */
    String name() default "";

    /** Container of several on one element. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ReliabilityAnnotation
    @interface Container {

        /** The annotations. */
        ExpectAlarm[] value();
    }
}
