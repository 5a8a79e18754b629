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
 * Says what the name of a target stands for: a field or a method without parameters of the test class that holds an address
 * such as {@code "process:4711"}, a {@code Link}, which listens from the start of the test class on, or a {@code ManagedProcess}, which is started before the first {@code @BeforeEach} and ended
 * after the last test; one that a method returns is started when the name is resolved, unless it was started before, and ended
 * with the test, or with the class if the method is static. A container of Testcontainers is a target as it is, and is the test's to
 * start. A profile
 * that has {@code target.NAME} wins: what the test declares for that name is then neither read nor started.
 *
 * <pre>{@code
 * @ReliabilityTarget("bookstore-api-blue")
 * static final ManagedProcess blue = ManagedProcess.command("java", "-jar", "bookstore.jar").build();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@ExtendWith(ReliabilityExtension.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ReliabilityTarget {

    /** Name of the target. */
    String value();

    /**
     * Properties by which an application of Spring in this JVM is told to connect to the link in this static field instead of to the
     * dependency: {@code "spring.datasource.url=jdbc:postgresql://{address}/books"}, where <code>{address}</code>,
     * <code>{host}</code> and <code>{port}</code> are those of the link. They come before all other properties of the application. None by default; for a test that
     * Spring does not run they are an error.
     */
    String[] properties() default {};
}
