package com.example.relay;

import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The back end of relays. A target {@code relay:http://host:port} has the faults {@code upstream loss} and {@code relay delay};
 * a signal of the same address tells which upstream serves, and an alarm fires while the relay says that it is degraded.
 */
public final class RelayBackEnd implements TargetProvider, SignalProvider, AlarmProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("relay");
    }

    /** {@code target.NAME.admin} is where faults are asked for, if not at {@code /faults}. */
    @Override
    public Set<String> attributes() {
        return Set.of("admin");
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        return new RelayTarget(name, address, RelayApi.of(address, context));
    }

    @Override
    public Signal signal(String name, Address address, PlanContext context) {
        RelayApi api = RelayApi.of(address, "");
        return timeout -> new Signal.Reading(Set.of(api.get("/active", timeout)), Map.of());
    }

    @Override
    public Alarm alarm(String name, Address address, PlanContext context) {
        RelayApi api = RelayApi.of(address, "");
        return timeout -> {
            String health = api.get("/health", timeout);
            return new Alarm.State(!health.equals("ok"), health);
        };
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) throws Exception {
        RelayApi api = RelayApi.of(record.address(), context);
        return RelayFault.end(
                api, record.data().get("fault"), "?id=" + record.data().get("id"));
    }

    @Override
    public List<String> sweep(Address address, TargetContext context) throws Exception {
        List<String> left = new ArrayList<>();
        for (String fault : RelayTarget.KINDS.values()) {
            left.addAll(RelayFault.end(RelayApi.of(address, context), fault, ""));
        }
        return left;
    }
}
