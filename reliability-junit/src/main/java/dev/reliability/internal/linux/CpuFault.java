package dev.reliability.internal.linux;

import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Busy cores of a host. */
public final class CpuFault extends LeasedFault {

    /** Of a processor's time that makes it idle: one part in so many. */
    private static final int IDLE = 50;

    private static final Duration PROOF = Duration.ofMillis(100);

    private final HostFacts facts;
    private final int cores;
    private final int percent;

    private CpuFault(LinuxHost target, FaultRequest request, HostFacts facts) {
        super(target, request);
        this.facts = facts;
        this.cores = cores(request) == 0 ? facts.cores() : cores(request);
        this.percent = percent(request);
    }

    static CpuFault plan(LinuxHost target, FaultRequest request) {
        List<String> problems = new ArrayList<>();
        Optional<HostFacts> facts = target.facts(problems);
        facts.ifPresent(
                found -> problems.addAll(problems(found, target.shell().address(), cores(request), percent(request))));
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new CpuFault(target, request, facts.orElseThrow());
    }

    /** What is wrong with the request on any target. */
    static List<String> check(FaultRequest request) {
        return check(cores(request), percent(request));
    }

    private static List<String> check(int cores, int percent) {
        List<String> problems = new ArrayList<>();
        if (cores < 0) {
            problems.add("cores must be positive, or 0 for all; got " + cores);
        }
        if (percent < 1 || percent > 100) {
            problems.add("percent must be between 1 and 100, got " + percent);
        }
        return problems;
    }

    /** What stands against it on this target; empty when nothing does. */
    public static List<String> problems(HostFacts facts, String address, int cores, int percent) {
        List<String> problems = check(cores, percent);
        if (cores > facts.cores()) {
            problems.add("cores = " + cores + ", but " + address + " has only " + facts.cores());
        }
        NetworkPlan.checkHost(facts, address, false, problems);
        return problems;
    }

    /**
     * Starts burning: with stress-ng where the target has it, with shell loops where not.
     *
     * @param cores how many; 0 for all
     * @param percent load of each
     */
    public static Lease start(Shell shell, HostFacts facts, Order order, int cores, int percent) {
        return Lease.arm(shell, work(facts, cores, percent), order);
    }

    /** The same, held ready until {@link Lease#arm()}. */
    public static Lease prepare(Shell shell, HostFacts facts, Order order, int cores, int percent) {
        return Lease.prepare(shell, work(facts, cores, percent), order);
    }

    private static Work work(HostFacts facts, int cores, int percent) {
        return new Work(
                "cpu.sh",
                Map.of(
                        "cores", Integer.toString(cores),
                        "percent", Integer.toString(percent),
                        "tool", facts.has("stress-ng") ? "stress-ng" : "plain"),
                "");
    }

    private static int cores(FaultRequest request) {
        return (int) Math.min(request.optionalNumber(FaultAttribute.CORES).orElse(0), Integer.MAX_VALUE);
    }

    private static int percent(FaultRequest request) {
        return (int) Math.max(1, Math.round(request.percent(FaultAttribute.PERCENT)));
    }

    @Override
    public List<String> effects() {
        return List.of("Loading " + cores() + " of " + target.name() + " to " + percent + " %", lease());
    }

    private String cores() {
        return cores + (cores == 1 ? " core" : " cores");
    }

    /** On a machine that has no idle processor left, nobody could tell the load from what was there before. */
    @Override
    Optional<String> alreadySo(List<String> looked) {
        long[] ticks = Arrays.stream(looked.get(0).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        boolean busy = ticks[1] > 0 && ticks[0] * IDLE < ticks[1];
        return busy
                ? Optional.of("all " + facts.cores() + " cores of " + target.name() + " were busy already")
                : Optional.empty();
    }

    @Override
    Lease hold() {
        return prepare(target.shell(), facts, order(), cores, percent);
    }

    @Override
    public synchronized Evidence evidence() {
        if (leased().isEmpty()) {
            return Evidence.none("consumed nothing", "it is not in force");
        }
        long consumed = leased().get().hits().total();
        long enough = PROOF.toMillis() * cores * percent / 100;
        Evidence evidence = consumed >= enough
                ? Evidence.bite(cores() + " loaded to " + percent + " %")
                : Evidence.none("consumed nothing", "it got " + consumed + " ms of CPU time");
        return evidence.with("cpu-seconds", consumed / 1000.0);
    }

    @Override
    public boolean excludes(Fault other) {
        return super.excludes(other) || other instanceof CpuFault;
    }
}
