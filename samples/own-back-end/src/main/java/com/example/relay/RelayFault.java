package com.example.relay;

import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A fault of a relay, which the relay ends by itself should nobody else do. */
final class RelayFault implements Fault {

    private final String id = UUID.randomUUID().toString();
    private final RelayTarget target;
    private final String kind;
    private final String name;
    private final Duration most;

    RelayFault(RelayTarget target, String kind, Duration most) {
        this.target = target;
        this.kind = kind;
        this.name = RelayTarget.KINDS.get(kind);
        this.most = most.plusSeconds(2);
    }

    @Override
    public String description() {
        return kind + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        return List.of("The relay ends it by itself after " + most.toSeconds() + " s");
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(description(), target.address(), Map.of("id", id, "fault", name));
    }

    @Override
    public Optional<String> alreadySo() throws Exception {
        String before = target.api().fault("GET", name, "");
        return before.startsWith("0 hits by nobody")
                ? Optional.empty()
                : Optional.of("somebody else had it: " + before);
    }

    @Override
    public void inject() throws Exception {
        target.api().fault("PUT", name, "?id=" + id + "&seconds=" + most.toSeconds());
    }

    @Override
    public Evidence evidence() throws Exception {
        String seen = target.api().fault("GET", name, "");
        long hits = Long.parseLong(seen.substring(0, seen.indexOf(' ')));
        return hits > 0
                ? Evidence.bite(hits + " requests felt it").with("hits", hits)
                : Evidence.none("hit nothing", "no request came through the relay");
    }

    /** Somebody has to send requests. */
    @Override
    public boolean awaitsTraffic() {
        return true;
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public void revert() throws Exception {
        end(target.api(), name, "?id=" + id);
    }

    @Override
    public List<String> residue() throws Exception {
        String left = target.api().fault("GET", name, "");
        return left.contains(id) ? List.of(kind + " is still in force: " + left) : List.of();
    }

    /** Ends a fault; says what is left of it. */
    static List<String> end(RelayApi api, String fault, String whose) throws IOException, InterruptedException {
        String left = api.fault("DELETE", fault, whose);
        boolean gone = whose.isEmpty() ? left.endsWith("by nobody") : !left.contains(whose.substring("?id=".length()));
        return gone ? List.of() : List.of(fault + " is still in force: " + left);
    }
}
