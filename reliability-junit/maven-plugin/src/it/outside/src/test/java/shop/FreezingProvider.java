package shop;

import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code freeze:PID} is shut down by being stopped; {@code freeze:PID/harmless} is not, {@code freeze:PID/stuck} stays so. */
public final class FreezingProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("freeze");
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        return new Frozen(name, address);
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) throws Exception {
        Frozen target = new Frozen("", record.address());
        target.signal("CONT");
        return target.stopped() ? List.of("it is still stopped") : List.of();
    }

    private record Frozen(String name, Address address) implements Target {

        String pid() {
            return address.value().split("/")[0];
        }

        boolean is(String mode) {
            return address.value().endsWith("/" + mode);
        }

        void signal(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, pid()).inheritIO().start().waitFor();
        }

        boolean stopped() throws IOException {
            Path file = Path.of("/proc", pid(), "stat");
            String stat = Files.exists(file) ? Files.readString(file) : ") gone";
            return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
        }

        @Override
        public Optional<String> unfit() {
            return Files.exists(Path.of("/proc", pid())) ? Optional.empty() : Optional.of("is down before the test");
        }

        @Override
        public Fault plan(FaultRequest request) {
            return new Freeze(this);
        }
    }

    private record Freeze(Frozen target) implements Fault {

        @Override
        public String description() {
            return "freeze of " + target.name();
        }

        @Override
        public UndoRecord undo() {
            return new UndoRecord(description(), target.address(), Map.of());
        }

        @Override
        public void inject() throws Exception {
            if (!target.is("harmless")) {
                target.signal("STOP");
            }
        }

        @Override
        public Evidence evidence() throws Exception {
            return target.stopped() ? Evidence.bite("it is stopped") : Evidence.none("stopped nothing", "it still runs");
        }

        @Override
        public void revert() throws Exception {
            if (!target.is("stuck")) {
                target.signal("CONT");
            }
        }

        @Override
        public List<String> residue() throws Exception {
            return target.stopped() ? List.of("process " + target.pid() + " is still stopped") : List.of();
        }

        @Override
        public Optional<String> remedy() {
            return Optional.of("kill -CONT " + target.pid());
        }

        @Override
        public java.time.Duration expectedTimeToHeal() {
            return java.time.Duration.ofMillis(200);
        }
    }
}
