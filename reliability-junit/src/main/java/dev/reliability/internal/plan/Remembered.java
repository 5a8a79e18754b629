package dev.reliability.internal.plan;

import dev.reliability.internal.journal.Intent;
import dev.reliability.spi.Address;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a back end knew of a target while a fault was planned; to be written down with the fault, for a run that undoes it. */
public final class Remembered {

    /** Before the name of an attribute; no setting begins so. */
    private static final String ATTRIBUTE = ".";

    private final String target;
    private final Names now;

    /** Remembers what is known of a target now. */
    public Remembered(String target, Names now) {
        this.target = target;
        this.now = now;
    }

    /** Returns the command that ends what is left on an address. */
    String sweepCommand(Address address) {
        return now.about(target, Optional.of(address)).sweepCommand();
    }

    /** Returns what is written down before a fault is injected. */
    public Intent intent(UndoRecord record) {
        TargetContext known = now.about(target, Optional.of(record.address()));
        Map<String, String> settings = new HashMap<>();
        BackEnds.loaded().findTarget(record.address().scheme()).ifPresent(provider -> {
            provider.settings().forEach(name -> known.value(name).ifPresent(value -> settings.put(name, value)));
            provider.attributes()
                    .forEach(name -> known.attribute(name).ifPresent(value -> settings.put(ATTRIBUTE + name, value)));
        });
        return new Intent(record, target, settings);
    }

    /**
     * Returns what a back end is told when it undoes a fault: its settings and attributes as they were written down, everything
     * else as it is now.
     */
    public static TargetContext context(Intent intent, TargetProvider provider, Names now) {
        TargetContext present =
                now.about(intent.target(), Optional.of(intent.record().address()));
        return new TargetContext() {
            @Override
            public Optional<String> attribute(String attribute) {
                return provider.attributes().contains(attribute)
                        ? Optional.ofNullable(intent.settings().get(ATTRIBUTE + attribute))
                        : present.attribute(attribute);
            }

            @Override
            public Optional<String> value(String name) {
                return provider.settings().contains(name)
                        ? Optional.ofNullable(intent.settings().get(name))
                        : present.value(name);
            }

            @Override
            public String fill(String text) {
                return present.fill(text);
            }

            @Override
            public String sweepCommand() {
                return present.sweepCommand();
            }
        };
    }
}
