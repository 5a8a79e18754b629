package dev.reliability.internal.toxiproxy;

import dev.reliability.internal.toxiproxy.ToxiproxyApi.Proxy;
import dev.reliability.spi.Address;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Selection;
import dev.reliability.spi.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One proxy of a Toxiproxy server: the link to one dependency. */
final class ToxiproxyTarget implements Target {

    private final String name;
    private final Address address;
    private final ToxiproxyApi api;
    private @Nullable Proxy found;

    ToxiproxyTarget(String name, Address address, ToxiproxyApi api) {
        this.name = name;
        this.address = address;
        this.api = api;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("hosts", Set.of(api.server().getHost()));
    }

    @Override
    public Optional<String> unfit() {
        try {
            Optional<Proxy> proxy = api.proxy();
            if (proxy.isEmpty()) {
                return Optional.of("is unknown to Toxiproxy at " + api.server() + ", which has " + api.proxies());
            }
            found = proxy.get();
            return found.enabled() ? Optional.empty() : Optional.of("is disabled in Toxiproxy at " + api.server());
        } catch (IOException e) {
            return Optional.of("cannot be asked about: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("cannot be asked about: interrupted");
        }
    }

    @Override
    public Fault plan(FaultRequest request) {
        Proxy proxy = found;
        if (proxy == null) {
            throw new PlanException(unfit().map(why -> name + " " + why).orElse(name + " was not asked about"));
        }
        checkSelection(proxy, request);
        return switch (request.kind()) {
            case FaultKind.BLACKHOLE -> new ToxicFault(this, api, request, new ToxicFault.Toxics("timeout", 0, 0));
            case FaultKind.LATENCY -> new ToxicFault(this, api, request, latency(request));
            default ->
                throw new PlanException(
                        "a proxy of Toxiproxy cannot have a " + request.kind() + ": it can have blackhole and latency");
        };
    }

    private static ToxicFault.Toxics latency(FaultRequest request) {
        Duration delay = request.time(FaultAttribute.LATENCY);
        if (delay.toMillis() < 1) {
            throw PlanException.at(FaultAttribute.LATENCY, "a latency of less than 1 ms delays nothing");
        }
        return new ToxicFault.Toxics(
                "latency",
                delay.toMillis(),
                request.optionalTime(FaultAttribute.JITTER)
                        .orElse(Duration.ZERO)
                        .toMillis());
    }

    private void checkSelection(Proxy proxy, FaultRequest request) {
        List<Problem> problems = new ArrayList<>();
        Selection asked = Selection.read(request, problems);
        String host = proxy.upstream().replaceFirst(":\\d+$", "").replaceFirst("^\\[(.*)]$", "$1");
        int port = Integer.parseInt(proxy.upstream().substring(proxy.upstream().lastIndexOf(':') + 1));
        List<AddressRange> at = AddressRange.looksLike(host) ? List.of(AddressRange.parse(host)) : List.of();
        if (asked.protocol() != Protocol.ALL && asked.protocol() != Protocol.TCP) {
            problems.add(Problem.at(
                    FaultAttribute.PROTOCOL,
                    "Toxiproxy carries TCP alone, so a " + request.kind() + " of " + asked.protocol()
                            + " would hit nothing: choose TCP or ALL"));
        }
        if (problems.isEmpty() && !asked.named() && asked.protocol() == Protocol.ALL) {
            problems.add(Problem.at(
                    FaultAttribute.HOSTS,
                    "nothing is selected: name the host, \"" + proxy.name() + "\", or the port, " + port));
        }
        Stream.concat(
                        asked.hosts().stream()
                                .filter(name -> !Selection.same(name, proxy.name()) && !Selection.same(name, host)),
                        asked.addresses().stream()
                                .filter(range -> at.stream().noneMatch(range::contains))
                                .map(AddressRange::toString))
                .forEach(other -> problems.add(Problem.at(
                        FaultAttribute.HOSTS,
                        "proxy " + proxy.name() + " leads to " + proxy.upstream() + ", not to \"" + other
                                + "\": name it \"" + proxy.name() + "\" or \"" + host + "\"")));
        if (asked.spares(proxy.name()) || asked.spares(host) || at.stream().anyMatch(asked::spares)) {
            problems.add(Problem.at(
                    FaultAttribute.HOSTS,
                    "nothing is left: proxy " + proxy.name() + " leads to " + host + ", which is excluded"));
        }
        if (!asked.selects(port)) {
            problems.add(Problem.at(
                    FaultAttribute.PORTS, "nothing is left: proxy " + proxy.name() + " leads to port " + port));
        }
        if (!problems.isEmpty()) {
            throw PlanException.of(problems);
        }
    }
}
