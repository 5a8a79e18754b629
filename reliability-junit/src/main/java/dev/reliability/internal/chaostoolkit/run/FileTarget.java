package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import java.util.Optional;

/** What an experiment file attacks, which only the file knows: it stands for itself. */
final class FileTarget implements Target {
    static final String SCHEME = "chaostoolkit";

    private final String source;
    private final RunContext run;
    private final MethodPlay method;
    private final RollbackStrategy strategy;

    FileTarget(String source, RunContext run, MethodPlay method, RollbackStrategy strategy) {
        this.source = source;
        this.run = run;
        this.method = method;
        this.strategy = strategy;
    }

    @Override
    public String name() {
        return source;
    }

    @Override
    public Address address() {
        return new Address(SCHEME, source);
    }

    @Override
    public Optional<String> unfit() {
        return Optional.empty();
    }

    @Override
    public Fault plan(FaultRequest request) {
        return new FileFault(run, method, strategy, this);
    }
}
