package dev.reliability.internal.toxiproxy;

import dev.reliability.internal.time.Durations;
import dev.reliability.internal.toxiproxy.ToxiproxyApi.Traffic;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is a toxic in each direction of a proxy.
 *
 * <p>Toxiproxy counts the bytes of a connection when it ends, so the bite shows once a client has given up or closed. Its
 * toxics have no lease, so a {@link ToxicGuard} keeps one for them on this machine; should the machine die, the next run
 * sweeps them.
 */
final class ToxicFault implements Fault {

    private static final List<String> STREAMS = List.of("upstream", "downstream");
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Target target;
    private final ToxiproxyApi api;
    private final FaultRequest request;
    private final Toxics toxics;
    private final String id = "reliability-" + UUID.randomUUID().toString().substring(0, 8);
    private @Nullable Traffic before;
    private @Nullable ToxicGuard guard;

    /** What is added to each direction. */
    record Toxics(String type, long millis, long jitterMillis) {

        boolean drop() {
            return type.equals("timeout");
        }

        Map<String, Long> attributes() {
            Map<String, Long> attributes = new LinkedHashMap<>();
            attributes.put(type, millis);
            if (!drop()) {
                attributes.put("jitter", jitterMillis);
            }
            return attributes;
        }
    }

    ToxicFault(Target target, ToxiproxyApi api, FaultRequest request, Toxics toxics) {
        this.target = target;
        this.api = api;
        this.request = request;
        this.toxics = toxics;
        if (traffic("planned").isEmpty()) {
            throw new PlanException("Toxiproxy at " + api.server() + " does not count traffic, so no bite could be"
                    + " proven: start it with -proxy-metrics (Testcontainers:"
                    + " .withCommand(\"-host=0.0.0.0\", \"-proxy-metrics\"))");
        }
    }

    private Optional<Traffic> traffic(String what) {
        try {
            return api.traffic();
        } catch (IOException e) {
            throw new PlanException(description() + " cannot be " + what + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException(description() + " cannot be " + what + ": interrupted");
        }
    }

    private List<String> names() {
        return STREAMS.stream().map(stream -> id + "-" + stream).toList();
    }

    @Override
    public String description() {
        return request.kind() + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        String what = toxics.drop()
                ? "Dropping"
                : "Delaying by " + Durations.limit(Duration.ofMillis(toxics.millis())) + " each way";
        return List.of(what + " all traffic through proxy " + api.name() + " of " + api.server());
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(
                description(), target.address(), Map.of(ToxiproxyTargetProvider.TOXICS, String.join(",", names())));
    }

    /** A proxy that somebody else has disabled or poisoned cannot show what this fault does. */
    @Override
    public Optional<String> alreadySo() throws Exception {
        Optional<ToxiproxyApi.Proxy> proxy = api.proxy();
        if (proxy.isEmpty() || !proxy.get().enabled()) {
            return Optional.of("proxy " + api.name() + (proxy.isEmpty() ? " was gone" : " was disabled") + " already");
        }
        return proxy.get().toxics().isEmpty()
                ? Optional.empty()
                : Optional.of("proxy " + api.name() + " had toxics already ("
                        + String.join(", ", proxy.get().toxics()) + ")");
    }

    @Override
    public void inject() throws Exception {
        before = api.traffic().orElseThrow(() -> new IOException("Toxiproxy counts no traffic any more"));
        guard = ToxicGuard.start(request.duration().orElse(request.longest()).plus(LATE), urls());
        for (String stream : STREAMS) {
            api.add(id + "-" + stream, toxics.type(), stream, toxics.attributes());
        }
    }

    @Override
    public Evidence evidence() throws Exception {
        Traffic first = before;
        Traffic now = api.traffic().orElseThrow(() -> new IOException("Toxiproxy counts no traffic any more"));
        if (first == null || ToxiproxyTargetProvider.left(api, names()).size() < STREAMS.size()) {
            return Evidence.none("is not in force", "its toxics are not in proxy " + api.name());
        }
        long received = now.received() - first.received();
        long swallowed = received - (now.sent() - first.sent());
        long hit = toxics.drop() ? swallowed : received;
        Evidence evidence = hit > 0
                ? Evidence.bite(
                        hit + " bytes through proxy " + api.name() + (toxics.drop() ? " swallowed" : " delayed"))
                : Evidence.none(
                        toxics.drop() ? "dropped nothing" : "delayed nothing",
                        "no traffic went through proxy " + api.name() + ", or none of its connections has ended yet");
        return evidence.with("received-bytes", received).with("swallowed-bytes", Math.max(0, swallowed));
    }

    @Override
    public void revert() throws Exception {
        for (String name : names()) {
            api.remove(name);
        }
        if (guard != null) {
            guard.close();
        }
    }

    private List<String> urls() {
        return names().stream()
                .map(name -> api.server() + "/proxies/" + api.name() + "/toxics/" + name)
                .toList();
    }

    @Override
    public List<String> residue() throws Exception {
        return ToxiproxyTargetProvider.left(api, names());
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of("curl -X DELETE " + String.join(" ", urls()));
    }

    @Override
    public Duration retryInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public boolean awaitsTraffic() {
        return true;
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof ToxicFault;
    }
}
