package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code statistics} and {@code time}. */
final class StatisticsFunctions implements FunctionProvider {
    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                ExperimentFunction.named("time", "sleep")
                        .required(ArgumentType.NUMBER, "seconds")
                        .calling(call -> sleep(call.number("seconds"))),
                statistics("mean", values -> Arrays.stream(values).average().orElse(0)),
                statistics("fmean", values -> Arrays.stream(values).average().orElse(0)),
                statistics("median", StatisticsFunctions::median));
    }

    private interface Summary {
        double of(double[] values);
    }

    private static ExperimentFunction statistics(String name, Summary summary) {
        return ExperimentFunction.named("statistics", name)
                .required(ArgumentType.LIST, "data")
                .calling(call -> {
                    if (!(call.arguments().get("data") instanceof List<?> data)
                            || data.isEmpty()
                            || !data.stream().allMatch(PythonValues::isNumber)) {
                        throw new FunctionFailedException(
                                "StatisticsError: " + name + " requires at least one data point, all of them numbers");
                    }
                    double result = summary.of(data.stream()
                            .mapToDouble(value -> PythonValues.exact(value).doubleValue())
                            .toArray());
                    boolean whole = !name.equals("fmean")
                            && result == Math.rint(result)
                            && data.stream().allMatch(PythonValues::isIntOrBool)
                            && (name.equals("mean") || data.size() % 2 == 1);
                    return whole ? (Object) (long) result : result;
                });
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static @Nullable Object sleep(Number seconds) throws InterruptedException {
        if (seconds.doubleValue() < 0) {
            throw new FunctionFailedException("ValueError: sleep length must be non-negative");
        }
        Thread.sleep((long) (seconds.doubleValue() * 1000));
        return null;
    }
}
