package dev.reliability.internal.chaostoolkit.model;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Code that is called around a part of an experiment.
 *
 * @param module the Python module of its provider
 * @param arguments before substitution
 * @param scope {@code before} or {@code after}; empty for both
 * @param automatic whether one of the experiment applies to its parts too
 */
public record Control(
        String pointer,
        String name,
        String module,
        Map<String, @Nullable Object> arguments,
        Optional<String> scope,
        boolean automatic) {}
