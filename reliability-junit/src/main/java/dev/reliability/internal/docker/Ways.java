package dev.reliability.internal.docker;

import dev.reliability.internal.shell.ContainerShell;
import dev.reliability.internal.shell.ContainerShell.Place;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The ways into a container: directly, where its engine is on this machine and we are root, or by a helper beside it. */
final class Ways {

    /** Setting: the image of helpers; where it is given, they are used. */
    static final String HELPER = "reliability.docker.helper";

    private Ways() {}

    /**
     * Opens a shell.
     *
     * @throws PlanException if there is no way
     */
    static Shell into(DockerEngine engine, Container container, FaultRequest request, PlanContext context) {
        Optional<String> image = helper(context);
        if (image.isPresent()) {
            return new HelperShell(container, Helper.start(engine, container, image.get()));
        }
        Optional<String> obstacle = obstacle(container);
        if (obstacle.isPresent()) {
            throw new PlanException("a " + request.kind() + " in container " + container.name()
                    + " needs root on the machine of its engine (" + obstacle.get() + "), or a helper beside it: say "
                    + HELPER + " = IMAGE, whose Dockerfile is in docs/containers.md");
        }
        return direct(engine, container, request.kind().equals(FaultKind.CPU_LOAD));
    }

    /** Opens one to look after what a dead run left. */
    static Shell back(DockerEngine engine, Container container, PlanContext context) {
        return helper(context)
                .<Shell>map(image -> new HelperShell(container, Helper.start(engine, container, image)))
                .orElseGet(() -> direct(engine, container, false));
    }

    /** Returns the image of the helper that is used, if one is. */
    static Optional<String> helper(PlanContext context) {
        return context.value(HELPER).filter(text -> !text.isBlank());
    }

    /** @param load whether commands share the processors that the container is given */
    private static Shell direct(DockerEngine engine, Container container, boolean load) {
        return new ContainerShell("container " + container.name(), () -> place(engine, container, load));
    }

    private static Place place(DockerEngine engine, Container container, boolean load) {
        Container now;
        try {
            now = engine.container(container.id())
                    .orElseThrow(() ->
                            new ShellException(Reason.UNREACHABLE, "container " + container.name() + " was removed"));
        } catch (DockerException e) {
            throw new ShellException(Reason.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
        now.down().or(() -> obstacle(now)).ifPresent(why -> {
            throw new ShellException(Reason.UNREACHABLE, "container " + container.name() + " " + why);
        });
        return new Place(now.pid(), now.pids().isEmpty(), load, now.resolverFile(), now.hostsFile());
    }

    /** Says why this machine cannot reach into a container that runs. */
    static Optional<String> obstacle(Container container) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("this user is not root");
        }
        try {
            // of another machine, or counted in another PID namespace, such an id is that of some other process
            return Files.readString(Path.of("/proc", Long.toString(container.pid()), "cgroup"))
                            .contains(container.id())
                    ? Optional.empty()
                    : Optional.of("process " + container.pid() + " of this machine is not the container's");
        } catch (IOException e) {
            return Optional.of("this machine has no process " + container.pid());
        }
    }
}
