package dev.reliability.internal.chaostoolkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The modules of controls that can be run. */
@FunctionalInterface
public interface ControlModules {

    boolean knows(String module);

    /** What a control says against its definition, a clause each. */
    default List<String> problems(String module, Map<String, @Nullable Object> definition) {
        return List.of();
    }
}
