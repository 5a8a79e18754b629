package dev.reliability.internal.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a process is started from, checked. Values of {@code env} are asked for at each start. */
public record ProcessSpec(
        String name,
        List<String> command,
        Map<String, Supplier<String>> env,
        Optional<Path> directory,
        ProcessLinks links,
        Optional<Readiness> readiness,
        Duration readyWithin,
        Optional<Path> output,
        Duration stopGrace) {}
