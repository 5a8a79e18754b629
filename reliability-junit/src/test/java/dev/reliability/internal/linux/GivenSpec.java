package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Selection;
import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Network faults as tests of the kit ask for them: a minute, with a lease of five seconds, resolved every three. */
public final class GivenSpec {

    private final Kind kind;
    private final Map<String, Object> asked = new HashMap<>();
    private double percent = 100;
    private Duration duration = Duration.ofMinutes(1);
    private Duration lease = Duration.ofSeconds(5);
    private Duration resolveEvery = Duration.ofSeconds(3);

    private GivenSpec(Kind kind) {
        this.kind = kind;
    }

    public static GivenSpec of(Kind kind) {
        return new GivenSpec(kind);
    }

    public GivenSpec withHosts(String... hosts) {
        asked.put(FaultAttribute.HOSTS, List.of(hosts));
        return this;
    }

    public GivenSpec withAddresses(List<String> addresses) {
        asked.put(FaultAttribute.ADDRESSES, addresses);
        return this;
    }

    public GivenSpec withPorts(Protocol protocol, String... ports) {
        asked.put(FaultAttribute.PROTOCOL, protocol.name());
        asked.put(FaultAttribute.PORTS, List.of(ports));
        return this;
    }

    public GivenSpec withPercent(double share) {
        percent = share;
        return this;
    }

    public GivenSpec withTimes(Duration newDuration, Duration newLease, Duration newResolveEvery) {
        duration = newDuration;
        lease = newLease;
        resolveEvery = newResolveEvery;
        return this;
    }

    /** Reads it; what cannot be read fails the test. */
    public NetworkSpec read() {
        FaultRequest request = new FaultRequest(
                FaultKind.BLACKHOLE, "given", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), asked);
        Selection selection = kind == Kind.DNS ? Selection.read(request, List.of()) : Selection.of(request);
        return new NetworkSpec(kind, selection, percent, duration, lease, resolveEvery);
    }

    /** Checks it against a target. */
    public NetworkPlan planFor(Shell target) {
        return NetworkPlan.of(target, read());
    }
}
