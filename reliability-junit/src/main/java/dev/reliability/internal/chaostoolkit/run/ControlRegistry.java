package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.spi.ControlProvider;
import dev.reliability.spi.ExperimentControl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The modules of controls that are implemented on the class path. */
final class ControlRegistry {
    private final Map<String, ControlProvider> providers = new HashMap<>();

    static ControlRegistry load(ClassLoader loader) {
        ControlRegistry registry = new ControlRegistry();
        for (ControlProvider provider : ServiceLoader.load(ControlProvider.class, loader)) {
            provider.modules().forEach(module -> registry.providers.putIfAbsent(module, provider));
        }
        return registry;
    }

    boolean knows(String module) {
        return providers.containsKey(module);
    }

    /** A control of its own for one run. */
    Optional<ExperimentControl> create(String module) {
        return Optional.ofNullable(providers.get(module)).map(provider -> provider.control(module));
    }
}
