package dev.reliability.aws;

import dev.reliability.aws.internal.function.Functions;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionProvider;
import java.util.Collection;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The functions of {@code chaosaws}, so that experiments of the Chaos Toolkit run against AWS. Region and profile are those of
 * {@code aws_region} and {@code aws_profile_name} in the configuration of the experiment, or else the usual ones.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class AwsFunctionProvider implements FunctionProvider {

    @Override
    public Collection<ExperimentFunction> functions() {
        return Functions.all();
    }
}
