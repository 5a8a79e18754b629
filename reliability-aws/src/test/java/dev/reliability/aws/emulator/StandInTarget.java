package dev.reliability.aws.emulator;

import dev.reliability.spi.PlanContext;
import dev.reliability.spi.TargetContext;
import java.util.Optional;

/** What a back end is told of a target of which no profile says anything. */
public record StandInTarget(PlanContext settings) implements TargetContext {

    @Override
    public Optional<String> attribute(String attribute) {
        return Optional.empty();
    }

    @Override
    public Optional<String> value(String name) {
        return settings.value(name);
    }

    @Override
    public String fill(String text) {
        return settings.fill(text);
    }

    @Override
    public String sweepCommand() {
        return "reliability sweep";
    }
}
