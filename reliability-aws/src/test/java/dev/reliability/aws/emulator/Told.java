package dev.reliability.aws.emulator;

import dev.reliability.spi.TargetContext;
import java.util.Map;
import java.util.Optional;

/** What a back end is told of a target: settings, and attributes after a dot. */
public record Told(Map<String, String> values) implements TargetContext {

    @Override
    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(values.get("." + attribute));
    }

    @Override
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public String fill(String text) {
        return text;
    }

    @Override
    public String sweepCommand() {
        return "reliability sweep";
    }
}
