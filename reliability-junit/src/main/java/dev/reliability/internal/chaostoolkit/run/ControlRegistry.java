package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.ControlModules;
import dev.reliability.spi.ControlProvider;
import dev.reliability.spi.ExperimentControl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The modules of controls that are implemented on the class path. */
final class ControlRegistry implements ControlModules {
    private final Map<String, ControlProvider> providers = new HashMap<>();

    static ControlRegistry load(ClassLoader loader) {
        ControlRegistry registry = new ControlRegistry();
        for (ControlProvider provider : ServiceLoader.load(ControlProvider.class, loader)) {
            provider.modules().forEach(module -> registry.providers.putIfAbsent(module, provider));
        }
        return registry;
    }

    @Override
    public boolean knows(String module) {
        return providers.containsKey(module);
    }

    @Override
    public List<String> problems(String module, Map<String, @Nullable Object> definition) {
        try {
            return create(module).map(control -> control.validate(definition)).orElse(List.of());
        } catch (RuntimeException e) {
            return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** A control of its own for one check, one loading or one run. */
    Optional<ExperimentControl> create(String module) {
        return Optional.ofNullable(providers.get(module)).map(provider -> provider.control(module));
    }
}
