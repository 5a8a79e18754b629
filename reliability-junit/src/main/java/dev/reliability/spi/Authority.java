package dev.reliability.spi;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows who may do what in one system: checks rights before anything is touched, and writes down the least that a test needs.
 * Found by {@link java.util.ServiceLoader}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Authority {

    /** Returns the name by which {@link Right#authority()} means it: {@code kubernetes}, {@code aws}. */
    String name();

    /**
     * Asks which rights the controller lacks. Changes nothing. What cannot be checked without doing it is not lacking.
     *
     * @param rights rights of this authority
     * @param context settings and profile values
     * @return what is missing, a sentence without a full stop each, with who lacks it and where; empty if nothing is
     * @throws Exception if it cannot be asked, which is a problem of the plan
     */
    List<String> missing(Set<Right> rights, PlanContext context) throws Exception;

    /**
     * Writes the least that grants these rights, as it is handed to whoever administers the system: a Role in YAML, a policy in
     * JSON.
     *
     * @param rights rights of this authority
     * @return the document, over several lines
     */
    String policy(Set<Right> rights);
}
