package dev.reliability.k8s.internal.function;

import dev.reliability.spi.ExperimentFunction;
import java.util.List;
import java.util.stream.Stream;

/** All functions of {@code chaosk8s} that are mapped. */
public final class Functions {

    private Functions() {}

    /** Returns them. */
    public static List<ExperimentFunction> all() {
        return Stream.of(
                        PodActions.functions(),
                        PodProbes.functions(),
                        NodeActions.functions(),
                        NodeProbes.functions(),
                        Workloads.functions(),
                        Availability.functions(),
                        NetworkFunctions.functions(),
                        ObjectFunctions.functions(),
                        LegacyFunctions.functions())
                .flatMap(List::stream)
                .toList();
    }
}
