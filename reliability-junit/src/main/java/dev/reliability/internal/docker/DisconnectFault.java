package dev.reliability.internal.docker;

import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A container that the engine takes off a network: its interface there is gone, and so are its names for others. */
final class DisconnectFault extends GuardedFault {

    private final Attachment network;
    private volatile String startedAt;

    DisconnectFault(DockerTarget target, Container before, Attachment network, Duration atMost) {
        super(target, before, FaultKind.NETWORK_DISCONNECT, new Undo.Connect(network), atMost);
        this.network = network;
        this.startedAt = before.startedAt();
    }

    /**
     * Finds the network that is meant.
     *
     * @param problems gets what is wrong with the request
     */
    static Optional<Attachment> network(Container container, FaultRequest request, List<Problem> problems) {
        String wanted = request.optionalText(FaultAttribute.NETWORK).orElse("").strip();
        String name = "container " + container.name();
        if (container.network().equals("host") || container.network().startsWith("container:")) {
            problems.add(Problem.of(name + " has no network of its own (network mode " + container.network()
                    + "), so it cannot be taken off one"));
            return Optional.empty();
        }
        List<Attachment> all = container.networks().values().stream()
                .filter(Attachment::connected)
                .filter(one -> !one.network().equals("none"))
                .toList();
        if (all.isEmpty()) {
            problems.add(Problem.of(name + " is on no network, so it cannot be taken off one")
                    .inState());
            return Optional.empty();
        }
        List<String> names = all.stream().map(Attachment::network).toList();
        List<Attachment> meant = wanted.isEmpty()
                ? all
                : all.stream()
                        .filter(one -> one.network().equals(wanted) || one.id().equals(wanted))
                        .toList();
        if (meant.isEmpty()) {
            problems.add(Problem.at(
                            FaultAttribute.NETWORK,
                            name + " is not on network " + wanted + " but on " + String.join(", ", names))
                    .inState());
        } else if (meant.size() > 1) {
            problems.add(Problem.at(
                    FaultAttribute.NETWORK,
                    name + " is on " + names.size() + " networks, so one must be named: " + String.join(", ", names)));
        }
        return meant.size() == 1 ? Optional.of(meant.get(0)) : Optional.empty();
    }

    @Override
    String deed() {
        return "Taking container " + before.name() + " off network " + network.network();
    }

    @Override
    String end() {
        return "It is connected again";
    }

    @Override
    public Optional<String> alreadySo() {
        return super.alreadySo().or(() -> now().filter(now -> !now.on(network.network()))
                .map(now -> "container " + before.name() + " is not on network " + network.network()));
    }

    @Override
    void act() {
        startedAt = now().map(Container::startedAt).orElse(startedAt);
        engine.disconnect(before, network);
    }

    @Override
    Duration onItsWay() {
        return LATE;
    }

    @Override
    Evidence seen(Container now) {
        return now.on(network.network())
                ? Evidence.none("cut nothing off", "container " + before.name() + " is on network " + network.network())
                : Evidence.bite("container " + before.name() + " is off network " + network.network());
    }

    @Override
    Optional<String> loss(Container now) {
        if (now.on(network.network())) {
            return Optional.of("container " + before.name() + " was connected to network " + network.network()
                    + " again by somebody else");
        }
        if (!now.startedAt().equals(startedAt)) {
            return Optional.of("container " + before.name() + " was started anew by somebody else");
        }
        return now.down().map(why -> "container " + before.name() + " " + why);
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof DisconnectFault same && same.network.id().equals(network.id());
    }
}
