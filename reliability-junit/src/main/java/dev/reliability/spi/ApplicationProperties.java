package dev.reliability.spi;

import java.util.Collection;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The configuration of an application that runs in the test JVM, such as the environment of a Spring application. Placeholders that
 * nothing else has a value for are looked up here, late: when the experiment is planned, which is after {@code @BeforeEach}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ApplicationProperties {

    /** Returns what messages call it: {@code the environment of the Spring application}. */
    String source();

    /** Returns the value of a property, or empty if there is none. */
    Optional<String> value(String name);

    /** Returns the names of the properties that are known, so that a mistyped one can be told. */
    Collection<String> names();
}
