package com.example.relay;

import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A relay. */
record RelayTarget(String name, Address address, RelayApi api) implements Target {

    /** Names in the relay's interface, by kind. */
    static final Map<String, String> KINDS = Map.of("upstream loss", "upstream-loss", "relay delay", "delay");

    @Override
    public Optional<String> unfit() {
        try {
            api.get("/health", Duration.ofSeconds(5));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("does not answer at " + api.base() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("could not be asked");
        }
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("hosts", Set.of(api.base().getHost()));
    }

    @Override
    public Fault plan(FaultRequest request) {
        if (!KINDS.containsKey(request.kind())) {
            throw new PlanException(
                    "a relay cannot have a " + request.kind() + ": it can have upstream loss and relay delay");
        }
        Duration most = request.duration()
                .orElseThrow(() -> PlanException.at("duration", "is missing: a relay ends each fault after a time"));
        return new RelayFault(this, request.kind(), most);
    }
}
