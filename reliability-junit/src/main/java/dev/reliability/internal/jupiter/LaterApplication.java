package dev.reliability.internal.jupiter;

import dev.reliability.internal.plan.KnownLaterException;
import dev.reliability.spi.ApplicationProperties;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The configuration of an application that nobody has started yet: whatever only it can tell is known later. */
final class LaterApplication implements ApplicationProperties {

    @Override
    public String source() {
        return "the application of the test";
    }

    @Override
    public Optional<String> value(String name) {
        throw new KnownLaterException("placeholder ${" + name + "}", "only the application can tell it");
    }

    @Override
    public Collection<String> names() {
        return List.of();
    }
}
