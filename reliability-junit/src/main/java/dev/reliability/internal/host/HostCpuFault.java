package dev.reliability.internal.host;

import dev.reliability.internal.linux.CpuFault;
import dev.reliability.internal.linux.HostFacts;
import dev.reliability.internal.linux.LeasedFault;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Busy cores of a host. */
final class HostCpuFault extends LeasedHostFault {

    private static final Duration PROOF = Duration.ofMillis(100);

    private final HostFacts facts;
    private final int cores;
    private final int percent;

    private HostCpuFault(HostTarget target, FaultRequest request, HostFacts facts) {
        super(target, request);
        this.facts = facts;
        this.cores = request.number("cores") == 0 ? facts.cores() : request.number("cores");
        this.percent = request.number("percent");
    }

    static HostCpuFault plan(HostTarget target, FaultRequest request) {
        List<String> problems = new ArrayList<>();
        Optional<HostFacts> facts = target.facts(problems);
        facts.ifPresent(found -> problems.addAll(CpuFault.problems(
                found, target.shell().address(), request.number("cores"), request.number("percent"))));
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new HostCpuFault(target, request, facts.orElseThrow());
    }

    @Override
    public List<String> effects() {
        return List.of(
                "Loading " + cores + (cores == 1 ? " core" : " cores") + " of " + target.name() + " to " + percent
                        + " %",
                lease());
    }

    @Override
    LeasedFault hold() {
        return CpuFault.prepare(target.shell(), facts, order(), cores, percent);
    }

    @Override
    public synchronized Evidence evidence() {
        if (leased().isEmpty()) {
            return Evidence.none("consumed nothing", "it is not in force");
        }
        long consumed = leased().get().hits().total();
        long enough = PROOF.toMillis() * cores * percent / 100;
        Evidence evidence = consumed >= enough
                ? Evidence.bite(cores + " cores loaded to " + percent + " %")
                : Evidence.none("consumed nothing", "it got " + consumed + " ms of CPU time");
        return evidence.with("cpu-seconds", consumed / 1000.0);
    }

    @Override
    public boolean excludes(Fault other) {
        return super.excludes(other) || other instanceof HostCpuFault;
    }
}
