package dev.reliability.internal.plan;

import dev.reliability.spi.Address;
import dev.reliability.spi.TargetContext;
import java.util.Optional;

/** What is known of one target. */
record TargetNames(Names names, String target, Optional<Address> address) implements TargetContext {

    @Override
    public Optional<String> attribute(String attribute) {
        return target.isEmpty() ? Optional.empty() : names.value("target." + target + "." + attribute);
    }

    @Override
    public Optional<String> value(String name) {
        return names.value(name);
    }

    @Override
    public String fill(String text) {
        return names.fill(text);
    }

    @Override
    public String sweepCommand() {
        return address.map(known -> Launcher.command(names, "sweep", "--target", known.toString()))
                .orElseGet(() -> Launcher.command(names, "sweep"));
    }
}
