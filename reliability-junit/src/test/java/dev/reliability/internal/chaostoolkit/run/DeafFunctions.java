package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Functions that no experiment should have to call. */
public final class DeafFunctions implements FunctionProvider {
    private static volatile CountDownLatch heard = new CountDownLatch(1);

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                ExperimentFunction.named("test.functions", "deaf").calling(call -> {
                    CountDownLatch own = new CountDownLatch(1);
                    heard = own;
                    while (own.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return null;
                }),
                ExperimentFunction.named("test.functions", "error").calling(call -> {
                    throw new AssertionError("out of luck");
                }),
                ExperimentFunction.named("test.functions", "nothing").calling(call -> {
                    throw new FunctionFailedException("terminated nothing: no pods 'app=web' run");
                }));
    }

    static void listen() {
        heard.countDown();
    }
}
