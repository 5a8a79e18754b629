package dev.reliability.k8s;

import dev.reliability.k8s.internal.function.Functions;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionProvider;
import java.util.Collection;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The functions of {@code chaosk8s}, so that experiments of the Chaos Toolkit run on a cluster. The context is that of
 * {@code KUBERNETES_CONTEXT} in the secrets of the activity, or else the usual one.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class K8sFunctionProvider implements FunctionProvider {

    @Override
    public Collection<ExperimentFunction> functions() {
        return Functions.all();
    }
}
