package dev.reliability.testsystem;

import dev.reliability.spi.TargetContext;
import java.util.Optional;
import java.util.function.Function;

/** Knows of a target what a test says. */
public final class GivenSettings implements TargetContext {

    private final Function<String, Optional<String>> values;

    /** Knows nothing. */
    public GivenSettings() {
        this(name -> Optional.empty());
    }

    /** Knows these values. */
    public GivenSettings(Function<String, Optional<String>> values) {
        this.values = values;
    }

    @Override
    public Optional<String> attribute(String attribute) {
        return Optional.empty();
    }

    @Override
    public Optional<String> value(String name) {
        return values.apply(name);
    }

    @Override
    public String fill(String text) {
        return text;
    }

    @Override
    public String sweepCommand() {
        return "sweep";
    }
}
