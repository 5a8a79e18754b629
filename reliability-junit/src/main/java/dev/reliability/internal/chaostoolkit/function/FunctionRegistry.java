package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All functions that experiments may call, by module and name. */
public final class FunctionRegistry {
    private final Map<String, Map<String, ExperimentFunction>> modules = new TreeMap<>();

    /**
     * Takes these functions and no others.
     *
     * @throws IllegalStateException when two have the same module and name
     */
    public FunctionRegistry(Collection<ExperimentFunction> functions) {
        for (ExperimentFunction function : functions) {
            ExperimentFunction other = modules.computeIfAbsent(function.module(), module -> new TreeMap<>())
                    .putIfAbsent(function.name(), function);
            if (other != null) {
                throw new IllegalStateException("two providers bring the function " + function);
            }
        }
    }

    /** The functions of the core and of every {@link FunctionProvider} that the class loader finds. */
    public static FunctionRegistry load(ClassLoader loader) {
        List<ExperimentFunction> all = new ArrayList<>();
        all.addAll(new StandardLibraryFunctions().functions());
        all.addAll(new SpringFunctions().functions());
        all.addAll(new ToxiproxyFunctions().functions());
        all.addAll(new WiremockFunctions().functions());
        all.addAll(new PrometheusFunctions().functions());
        for (FunctionProvider provider : ServiceLoader.load(FunctionProvider.class, loader)) {
            all.addAll(provider.functions());
        }
        return new FunctionRegistry(all);
    }

    public Optional<ExperimentFunction> find(String module, String name) {
        return Optional.ofNullable(modules.getOrDefault(module, Map.of()).get(name));
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
