package dev.reliability.testsystem;

import dev.reliability.internal.plan.BackEnds;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import dev.reliability.testsystem.Sabotaged.Half;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts {@code sabotage-inject:} or {@code sabotage-revert:} before any address, and does the same to declared systems. */
public final class SabotageProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("sabotage-inject", "sabotage-revert");
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        Address real = Address.parse(address.value());
        Half half = address.scheme().endsWith("inject") ? Half.INJECT : Half.REVERT;
        return new SabotagedTarget(BackEnds.loaded().target(real.scheme()).target(name, real, context), half);
    }

    @Override
    public Optional<Target> adapt(String name, Object system, TargetContext context) {
        if (!(system instanceof Sabotaged sabotaged)) {
            return Optional.empty();
        }
        return BackEnds.loaded().targets().stream()
                .flatMap(provider -> provider.adapt(name, sabotaged.system(), context).stream())
                .<Target>map(real -> new SabotagedTarget(real, sabotaged.half()))
                .findFirst();
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) throws Exception {
        return BackEnds.loaded().target(record.address().scheme()).undo(record, context);
    }

    private record SabotagedTarget(Target real, Half half) implements Target {

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Address address() {
            return real.address();
        }

        @Override
        public Set<String> resources() {
            return real.resources();
        }

        @Override
        public Optional<String> unfit() {
            return real.unfit();
        }

        @Override
        public Fault plan(FaultRequest request) {
            return new SabotagedFault(real.plan(request), half);
        }
    }

    private record SabotagedFault(Fault real, Half half) implements Fault {

        @Override
        public String description() {
            return real.description();
        }

        @Override
        public UndoRecord undo() {
            return real.undo();
        }

        @Override
        public void inject() throws Exception {
            if (half != Half.INJECT) {
                real.inject();
            }
        }

        @Override
        public Evidence evidence() throws Exception {
            return real.evidence();
        }

        @Override
        public void revert() throws Exception {
            if (half != Half.REVERT) {
                real.revert();
            }
        }

        @Override
        public List<String> residue() throws Exception {
            return real.residue();
        }

        @Override
        public Optional<String> remedy() {
            return real.remedy();
        }

        @Override
        public Duration expectedTimeToHeal() {
            return Duration.ofMillis(100);
        }

        @Override
        public boolean awaitsTraffic() {
            return real.awaitsTraffic();
        }

        @Override
        public Duration evidenceInterval() {
            return real.evidenceInterval();
        }

        @Override
        public boolean excludes(Fault other) {
            return real.excludes(other instanceof SabotagedFault sabotaged ? sabotaged.real : other);
        }
    }
}
