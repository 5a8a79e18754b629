package dev.reliability.spi;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a back end may know of one target: settings, profile values, and what else is said of the target. The same is known
 * while a fault is planned, when it is undone after its run died, and in a sweep; a back end looks nowhere else for it, neither in
 * system properties nor in the environment.
 *
 * <pre>{@code
 * String region = context.attribute("region").or(() -> context.value("AWS_REGION")).orElseThrow(…);
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface TargetContext extends PlanContext {

    /**
     * Looks up what else is said of the target: {@code target.NAME.ATTRIBUTE}.
     *
     * @param attribute one of {@link TargetProvider#attributes()}, or {@code health}, {@code identity} or
     *     {@code dependencies}
     * @return the value with its placeholders resolved, or empty; always empty for an address that no profile gives a name
     */
    Optional<String> attribute(String attribute);

    /**
     * Returns the command that ends what dead runs left on this target, for messages: it works when it is pasted into a shell of
     * this machine.
     */
    String sweepCommand();
}
