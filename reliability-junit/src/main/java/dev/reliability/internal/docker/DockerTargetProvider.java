package dev.reliability.internal.docker;

import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The back end of containers: {@code docker:NAME}, {@code docker:label:KEY=VALUE}, and those of Testcontainers. */
public final class DockerTargetProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of(DockerAddress.SCHEME);
    }

    @Override
    public Set<String> settings() {
        return Set.of(DockerEngine.HOST, DockerEngine.DOCKER_HOST, Ways.HELPER);
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        DockerAddress wanted = DockerAddress.parse(address);
        try {
            DockerEngine engine = DockerEngine.of(context);
            return new DockerTarget(name, address, engine, wanted.find(engine), context);
        } catch (DockerException e) {
            throw new PlanException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Optional<Target> adapt(String name, Object system, TargetContext context) {
        return TestContainer.of(system).map(found -> {
            Address address = new Address(DockerAddress.SCHEME, found.id());
            try {
                DockerEngine engine = found.engine().map(DockerEngine::at).orElseGet(() -> DockerEngine.of(context));
                return new DockerTarget(
                        name, address, engine, DockerAddress.parse(address).find(engine), context);
            } catch (DockerException e) {
                throw new PlanException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) {
        DockerEngine engine = engine(record, context);
        String id = record.address().value();
        Optional<Undo> order = Undo.of(record);
        if (order.isPresent()) {
            order.get().play(engine, id);
            // one that is gone cannot be brought back by anybody
            return engine.container(id)
                    .map(order.get()::left)
                    .filter(left ->
                            left.isEmpty() || order.get().obstacle(engine).isEmpty())
                    .orElse(List.of());
        }
        Optional<Container> now = engine.container(id).filter(Container::running);
        if (now.isEmpty()) {
            return List.of();
        }
        try (Shell shell = Ways.back(engine, now.get(), context)) {
            return LinuxTarget.undo(record, shell);
        }
    }

    private static DockerEngine engine(UndoRecord record, TargetContext context) {
        String engine = record.data().get(GuardedFault.ENGINE);
        return engine == null ? DockerEngine.of(context) : DockerEngine.at(engine);
    }

    /** Faults inside are marked in the container; that it was stopped, paused or disconnected for a test, nothing there says. */
    @Override
    public List<String> sweep(Address address, TargetContext context) {
        DockerEngine engine = DockerEngine.of(context);
        Container container = DockerAddress.parse(address).find(engine);
        if (!container.running()) {
            return List.of();
        }
        try (Shell shell = Ways.back(engine, container, context)) {
            return LinuxTarget.sweep(shell);
        }
    }
}
