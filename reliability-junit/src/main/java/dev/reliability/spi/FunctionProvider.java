package dev.reliability.spi;

import java.util.Collection;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Brings Java implementations of the Python functions that Chaos Toolkit experiments call.
 *
 * <p>Found by {@link java.util.ServiceLoader}. A function is known by its module and name, such as
 * {@code chaosk8s.pod.actions} and {@code terminate_pods}; two providers of one function are an error.
 *
 * <pre>{@code
 * public final class OurFunctions implements FunctionProvider {
 *     @Override
 *     public Collection<ExperimentFunction> functions() {
 *         return List.of(ExperimentFunction.named("ourcache.actions", "flush")
 *                 .required(ExperimentFunction.ArgumentType.TEXT, "region")
 *                 .optional("wait", 5)
 *                 .calling(call -> cache.flush(call.text("region"))));
 *     }
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface FunctionProvider {
    /** Returns the functions; asked once. */
    Collection<ExperimentFunction> functions();
}
