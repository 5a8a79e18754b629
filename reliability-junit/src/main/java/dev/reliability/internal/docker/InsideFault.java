package dev.reliability.internal.docker;

import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A fault of Linux hosts inside of a container; what it is made of ends with the container, and then says so. */
final class InsideFault implements Fault {

    private final DockerEngine engine;
    private final Container before;
    private final Fault inside;
    private final Optional<String> way;
    private @Nullable Watch watch;

    /** @param way how it gets there, a line for the console */
    InsideFault(DockerEngine engine, Container before, Fault inside, Optional<String> way) {
        this.engine = engine;
        this.before = before;
        this.inside = inside;
        this.way = way;
    }

    @Override
    public String description() {
        return inside.description();
    }

    @Override
    public List<String> effects() {
        List<String> lines = new ArrayList<>(inside.effects());
        way.ifPresent(line -> lines.add(0, line));
        if (before.network().startsWith("container:")) {
            lines.add("Container " + before.name() + " has the network of another one, which it hits as well");
        }
        return lines;
    }

    @Override
    public UndoRecord undo() {
        UndoRecord record = inside.undo();
        Map<String, String> data = new LinkedHashMap<>(record.data());
        data.put(GuardedFault.ENGINE, engine.address());
        return new UndoRecord(record.fault(), DockerAddress.of(before), data);
    }

    @Override
    public boolean preparesTarget() {
        return inside.preparesTarget();
    }

    @Override
    public void prepare() throws Exception {
        inside.prepare();
    }

    @Override
    public Optional<String> alreadySo() throws Exception {
        Optional<String> gone = loss(engine.container(before.id()));
        return gone.isPresent() ? gone : inside.alreadySo();
    }

    @Override
    public void inject() throws Exception {
        inside.inject();
        watch = new Watch(engine, before.id(), this::loss);
    }

    private Optional<String> loss(Optional<Container> now) {
        if (now.isEmpty()) {
            return Optional.of("container " + before.name() + " was removed");
        }
        if (!now.get().running()) {
            return now.get().down().map(why -> "container " + before.name() + " " + why);
        }
        return now.get().startedAt().equals(before.startedAt())
                ? Optional.empty()
                : Optional.of(
                        "container " + before.name() + " was started anew, with a network and processes of its own");
    }

    @Override
    public Evidence evidence() throws Exception {
        Watch watching = watch;
        if (watching != null) {
            watching.look();
            if (watching.loss().isPresent()) {
                return Evidence.none("is not in force", watching.loss().get());
            }
        }
        return inside.evidence();
    }

    /** What was held in the container went with it: that is known a moment before the reason is. */
    @Override
    public Optional<String> lost() {
        Watch watching = watch;
        return watching == null ? inside.lost() : watching.loss().or(inside::lost);
    }

    @Override
    public void revert() throws Exception {
        if (watch != null) {
            watch.close();
        }
        try {
            inside.revert();
        } catch (ShellException e) {
            if (loss(engine.container(before.id())).isEmpty()) {
                throw e;
            }
        }
    }

    @Override
    public List<String> residue() throws Exception {
        // the kernel ends what is in the namespaces of a container with its first process
        return loss(engine.container(before.id())).isPresent() ? List.of() : inside.residue();
    }

    @Override
    public Optional<String> remedy() {
        return inside.remedy();
    }

    @Override
    public Duration expectedTimeToHeal() {
        return inside.expectedTimeToHeal();
    }

    @Override
    public boolean mayHeal() {
        return inside.mayHeal();
    }

    @Override
    public Duration timeToProve() {
        return inside.timeToProve();
    }

    @Override
    public boolean awaitsTraffic() {
        return inside.awaitsTraffic();
    }

    @Override
    public Duration evidenceInterval() {
        return inside.evidenceInterval();
    }

    @Override
    public Duration retryInterval() {
        return inside.retryInterval();
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof InsideFault same ? inside.excludes(same.inside) : inside.excludes(other);
    }
}
