package dev.reliability.internal.docker;

import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.Shell;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One container. */
final class DockerTarget implements Target {

    private static final Set<String> NETWORK = Set.of(FaultKind.BLACKHOLE, FaultKind.PACKET_LOSS, FaultKind.DNS_OUTAGE);
    private static final Set<String> SIGNALS = Set.of("KILL", "TERM", "INT", "HUP", "QUIT", "ABRT", "STOP");

    private final String name;
    private final Address address;
    private final DockerEngine engine;
    private final Container container;
    private final TargetContext context;
    private final List<Shell> shells = new ArrayList<>();
    private final Set<String> places = new TreeSet<>();

    DockerTarget(String name, Address address, DockerEngine engine, Container container, TargetContext context) {
        this.name = name;
        this.address = address;
        this.engine = engine;
        this.container = container;
        this.context = context;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    DockerEngine engine() {
        return engine;
    }

    @Override
    public Set<String> resources() {
        Set<String> keys = new TreeSet<>(places);
        keys.add("container " + container.id());
        return keys;
    }

    @Override
    public Optional<String> unfit() {
        return container.paused() ? Optional.of("is paused") : container.down();
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("containers", Set.of(container.name()));
    }

    @Override
    public Optional<String> log(Duration last) {
        return Optional.of(engine.log(container, last)).filter(text -> !text.isBlank());
    }

    @Override
    public Fault plan(FaultRequest request) {
        List<Problem> problems = problems(request);
        Optional<Attachment> network = request.kind().equals(FaultKind.NETWORK_DISCONNECT)
                ? DisconnectFault.network(container, request, problems)
                : Optional.empty();
        if (!problems.isEmpty()) {
            throw PlanException.of(problems);
        }
        try {
            if (network.isPresent()) {
                return new DisconnectFault(
                        this, container, network.get(), request.duration().orElse(request.longest()));
            }
            return ofTheWhole(request) ? whole(request) : inside(request);
        } catch (DockerException e) {
            throw new PlanException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean ofTheWhole(FaultRequest request) {
        return request.kind().equals(FaultKind.SHUTDOWN)
                || request.kind().equals(FaultKind.PROCESS_KILL)
                        && request.optionalText(FaultAttribute.PROCESS)
                                .orElse("")
                                .isBlank();
    }

    private static String signal(FaultRequest request) {
        return request.optionalText(FaultAttribute.SIGNAL)
                .orElse("")
                .strip()
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^SIG", "");
    }

    private List<Problem> problems(FaultRequest request) {
        List<Problem> problems = new ArrayList<>();
        if (request.kind().equals(FaultKind.LATENCY)) {
            problems.add(Problem.of("a container cannot have a latency, since it could not be proven there: put a link"
                    + " in between (Link, ManagedProcess.link) or a Toxiproxy proxy, and aim the latency at that"));
        }
        if (NETWORK.contains(request.kind()) && container.network().equals("host")) {
            problems.add(Problem.of("the network of container " + container.name() + " is that of its machine"
                    + " (network mode host): a " + request.kind() + " would hit everything there"));
        }
        if (ofTheWhole(request)) {
            checkWhole(request, problems);
        } else if (request.kind().equals(FaultKind.PROCESS_KILL)
                && !container.pids().isEmpty()) {
            problems.add(Problem.of("the processes of container " + container.name() + " are not its own (PID mode "
                    + container.pids() + "): others could be hit"));
        }
        return problems;
    }

    private void checkWhole(FaultRequest request, List<Problem> problems) {
        boolean kill = request.kind().equals(FaultKind.PROCESS_KILL);
        if (kill && !SIGNALS.contains(signal(request))) {
            problems.add(Problem.at(
                    FaultAttribute.SIGNAL,
                    "must be one of " + String.join(", ", new TreeSet<>(SIGNALS)) + ", got \""
                            + request.optionalText(FaultAttribute.SIGNAL).orElse("") + "\""));
        }
        if (request.optionalTime(FaultAttribute.REPEAT_EVERY).isPresent()) {
            problems.add(Problem.at(
                    FaultAttribute.REPEAT_EVERY,
                    "a container that was killed stays down until the revert: name the processes by a pattern of their"
                            + " command line (process = …), or leave this out"));
        }
        if (container.autoRemove() && !(kill && signal(request).equals("STOP"))) {
            problems.add(Problem.of("container " + container.name()
                    + " is removed when it ends (--rm), so it could not be started again: start it without"));
        }
    }

    private Fault whole(FaultRequest request) {
        boolean kill = request.kind().equals(FaultKind.PROCESS_KILL);
        StateFault.Act act = new StateFault.Act(
                request.kind(),
                kill ? signal(request) : "",
                request.flag(FaultAttribute.REBOOT),
                request.flag(FaultAttribute.REPLACED));
        // what is asked for with a duration stays down at least so long
        Duration atMost = kill ? request.duration().orElse(request.longest()) : request.longest();
        return new StateFault(this, container, act, atMost);
    }

    private Fault inside(FaultRequest request) {
        Shell shell = Ways.into(engine, container, request, context);
        shells.add(shell);
        LinuxTarget linux = LinuxTarget.of(name, DockerAddress.of(container), shell, context);
        Fault fault = linux.plan(request);
        places.addAll(linux.resources());
        Optional<String> way = Ways.helper(context)
                .map(image ->
                        "Entering container " + container.name() + " by a helper beside it (image " + image + ")");
        return new InsideFault(engine, container, fault, way);
    }

    @Override
    public void close() {
        shells.forEach(Shell::close);
        shells.clear();
    }
}
