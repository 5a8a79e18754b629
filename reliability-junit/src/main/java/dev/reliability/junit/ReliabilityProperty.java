package dev.reliability.junit;

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
 * Gives a placeholder its value: a field or a method without parameters of the test class. Read after {@code @BeforeEach}; it
 * comes before configuration parameters, system properties, environment and the profile {@code local}. Where another profile has
 * a value of that name, it is not read, and the order is that of the others.
 *
 * <pre>{@code
 * @ReliabilityProperty("bookstore.url")
 * static String url() {
 *     return "http://127.0.0.1:" + port;
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@ExtendWith(ReliabilityExtension.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ReliabilityProperty {

    /** Name of the placeholder, without <code>${}</code>. */
    String value();
}
