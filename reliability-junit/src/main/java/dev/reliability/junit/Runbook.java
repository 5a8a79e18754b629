package dev.reliability.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What to read when a test of this class or method fails; printed with every verdict but a pass.
 *
 * <pre>{@code
 * @Runbook("https://wiki.example/bookstore/failover")
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ReliabilityAnnotation(RunbookFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface Runbook {

    /** URL of the runbook. */
    String value();
}
