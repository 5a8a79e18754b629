package dev.reliability.internal.toxiproxy;

import dev.reliability.internal.toxiproxy.ToxiproxyApi.Proxy;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            case "blackhole" -> new ToxicFault(this, api, request, new ToxicFault.Toxics("timeout", 0, 0));
            case "latency" -> new ToxicFault(this, api, request, latency(request));
            default ->
                throw new PlanException(
                        "a proxy of Toxiproxy cannot have a " + request.kind() + ": it can have blackhole and latency");
        };
    }

    private static ToxicFault.Toxics latency(FaultRequest request) {
        Duration delay = request.time("latency");
        if (delay.toMillis() < 1) {
            throw new PlanException("a latency of less than 1 ms delays nothing");
        }
        return new ToxicFault.Toxics(
                "latency", delay.toMillis(), request.time("jitter").toMillis());
    }

    private void checkSelection(Proxy proxy, FaultRequest request) {
        String upstreamHost = proxy.upstream().replaceFirst(":\\d+$", "");
        String upstreamPort = proxy.upstream().substring(proxy.upstream().lastIndexOf(':') + 1);
        List<String> own = List.of(proxy.name(), upstreamHost);
        List<String> problems = new ArrayList<>();
        if (!request.list("addresses").isEmpty()) {
            problems.add("a proxy of Toxiproxy is selected by hosts and ports, not by addresses");
        }
        if (request.list("hosts").isEmpty() && request.list("ports").isEmpty()) {
            problems.add("nothing is selected: name the host, \"" + proxy.name() + "\", or the port, " + upstreamPort);
        }
        for (String host : request.list("hosts")) {
            boolean excluded = host.startsWith("^");
            boolean ours =
                    own.stream().anyMatch(host.substring(excluded ? 1 : 0).strip()::equalsIgnoreCase);
            if (excluded && ours) {
                problems.add("nothing is left: proxy " + proxy.name() + " leads to " + upstreamHost + ", and \"" + host
                        + "\" excludes it");
            } else if (!excluded && !ours) {
                problems.add("proxy " + proxy.name() + " leads to " + proxy.upstream() + ", not to \"" + host
                        + "\": name it \"" + proxy.name() + "\" or \"" + upstreamHost + "\"");
            }
        }
        boolean narrowed = request.list("ports").stream().anyMatch(port -> !port.startsWith("^"));
        boolean named = request.list("ports").contains(upstreamPort);
        if (request.list("ports").contains("^" + upstreamPort) || narrowed && !named) {
            problems.add("nothing is left: proxy " + proxy.name() + " leads to port " + upstreamPort);
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
    }
}
