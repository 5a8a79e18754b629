package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All functions that experiments may call, by module and name. */
public final class FunctionRegistry {
    private final Map<String, Map<String, ExperimentFunction>> modules = new TreeMap<>();

    /**
     * Takes these functions and no others.
     *
     * @throws IllegalStateException when two have the same module and name, and neither leaves calls to the other
     */
    public FunctionRegistry(Collection<ExperimentFunction> functions) {
        for (ExperimentFunction function : functions) {
            modules.computeIfAbsent(function.module(), module -> new TreeMap<>())
                    .merge(function.name(), function, FunctionRegistry::either);
        }
    }

    /** The functions of the core and of every {@link FunctionProvider} that the class loader finds. */
    public static FunctionRegistry load(ClassLoader loader) {
        List<ExperimentFunction> all = new ArrayList<>(Core.FUNCTIONS);
        for (FunctionProvider provider : ServiceLoader.load(FunctionProvider.class, loader)) {
            all.addAll(provider.functions());
        }
        return new FunctionRegistry(all);
    }

    private static ExperimentFunction either(ExperimentFunction first, ExperimentFunction second) {
        boolean firstChooses = first.condition().isPresent();
        if (!firstChooses && second.condition().isEmpty()) {
            throw new IllegalStateException("two providers bring the function " + first);
        }
        ExperimentFunction choosy = firstChooses ? first : second;
        ExperimentFunction other = firstChooses ? second : first;
        ExperimentFunction.Builder both = ExperimentFunction.named(first.module(), first.name());
        for (ExperimentFunction.Parameter parameter : other.parameters()) {
            if (parameter.required()) {
                both.required(parameter.type(), parameter.name());
            } else {
                both.optional(parameter.type(), parameter.name(), parameter.fallback());
            }
        }
        both.checking(call -> (isFor(choosy, call) ? choosy : other).problems(call));
        other.condition().ifPresent(condition -> both.onlyWhere(call -> isFor(choosy, call) || condition.test(call)));
        return both.calling(call -> call(isFor(choosy, call) ? choosy : other, call));
    }

    private static boolean isFor(ExperimentFunction function, FunctionCall call) {
        return function.condition().filter(condition -> condition.test(call)).isPresent();
    }

    private static @Nullable Object call(ExperimentFunction function, FunctionCall call) throws Exception {
        return function.call(call);
    }

    private static final class Core {
        static final List<ExperimentFunction> FUNCTIONS = Stream.of(
                        new OsPathFunctions(),
                        new OsFunctions(),
                        new ShutilFunctions(),
                        new StatisticsFunctions(),
                        new SpringFunctions(),
                        new ToxiproxyFunctions(),
                        new WiremockFunctions(),
                        new PrometheusFunctions(),
                        new PodFunctions())
                .flatMap(provider -> provider.functions().stream())
                .toList();
    }

    public Optional<ExperimentFunction> find(String module, String name) {
        return Optional.ofNullable(modules.getOrDefault(module, Map.of()).get(name));
    }

    /** All of them, by module and name. */
    public List<ExperimentFunction> all() {
        return modules.values().stream()
                .flatMap(module -> module.values().stream())
                .toList();
    }

    /** Why there is no such function, in a sentence that names it and the nearest ones. */
    public String missing(String module, String name) {
        Map<String, ExperimentFunction> known = modules.get(module);
        if (known == null) {
            return "the function " + module + "." + name + " has no implementation here: no module '" + module
                    + "' is mapped" + DidYouMean.hint(module, modules.keySet());
        }
        return "the function " + module + "." + name + " has no implementation here"
                + DidYouMean.hint(name, known.keySet());
    }
}
