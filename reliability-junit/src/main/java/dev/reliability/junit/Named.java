package dev.reliability.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Chooses among several attacks or failovers of a test.
 *
 * <pre>{@code
 * void test(@Named("blue goes") Attack attack) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface Named {

    /** Name of the attack or of the expectation. */
    String value();
}
