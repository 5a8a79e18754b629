package dev.reliability.testsystem;

import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.Authority;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Signals and alarms {@code given:NAME}, and an authority {@code given}, that are whatever a test says. */
public final class GivenWatches implements SignalProvider, AlarmProvider, Authority {

    public static final Map<String, Signal> SIGNALS = new ConcurrentHashMap<>();
    public static final Map<String, Alarm> ALARMS = new ConcurrentHashMap<>();

    @Override
    public Set<String> schemes() {
        return Set.of("given");
    }

    @Override
    public Signal signal(String name, Address address, PlanContext context) {
        return Objects.requireNonNull(SIGNALS.get(address.value()));
    }

    @Override
    public Alarm alarm(String name, Address address, PlanContext context) {
        return Objects.requireNonNull(ALARMS.get(address.value()));
    }

    @Override
    public String name() {
        return "given";
    }

    /** Lacks what is done to {@code production}. */
    @Override
    public List<String> missing(Set<Right> rights, PlanContext context) {
        return rights.stream()
                .filter(right -> right.on().equals("production"))
                .map(right -> "nobody may " + right)
                .sorted()
                .toList();
    }

    @Override
    public String policy(Set<Right> rights) {
        return "allow: " + rights.stream().map(Right::toString).sorted().toList();
    }
}
