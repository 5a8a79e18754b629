package dev.reliability.testsystem;

import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Right;
import dev.reliability.spi.Target;
import dev.reliability.spi.Testimony;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A target that is whatever a test says. */
public final class GivenTarget implements Target {

    private final String name;
    private final Map<String, Supplier<?>> told = new HashMap<>();
    private Runnable closing = () -> {};
    private Function<FaultRequest, Fault> faults = request -> new ScriptedFault("scripted of " + name(), "given:x");

    public GivenTarget(String name) {
        this.name = name;
    }

    /** Sets what is told, by the name of the method of {@link Target}. */
    public GivenTarget telling(String what, Supplier<?> teller) {
        return with(what, teller);
    }

    private GivenTarget with(String what, Supplier<?> teller) {
        told.put(what, teller);
        return this;
    }

    @SuppressWarnings("unchecked")
    private <T> T tell(String what, T otherwise) {
        return told.containsKey(what) ? (T) told.get(what).get() : otherwise;
    }

    public GivenTarget resources(String... keys) {
        return with("resources", () -> Set.of(keys));
    }

    public GivenTarget size(int size) {
        return with("size", () -> size);
    }

    public GivenTarget attackedBy(Supplier<Optional<String>> teller) {
        return with("attackedBy", teller);
    }

    public GivenTarget identities(Supplier<Set<String>> teller) {
        return with("identities", teller);
    }

    public GivenTarget unhealthy(Alarm alarm) {
        return with("unhealthy", () -> Optional.of(alarm));
    }

    public GivenTarget unfit(Supplier<Optional<String>> teller) {
        return with("unfit", teller);
    }

    public GivenTarget rights(Right... rights) {
        return with("rights", () -> Set.of(rights));
    }

    public GivenTarget closing(Runnable action) {
        closing = action;
        return this;
    }

    public GivenTarget planning(Function<FaultRequest, Fault> planner) {
        faults = planner;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return new Address("given", name);
    }

    @Override
    public Set<String> resources() {
        return tell("resources", Target.super.resources());
    }

    @Override
    public int size() {
        return tell("size", 1);
    }

    @Override
    public Optional<String> attackedBy() {
        return tell("attackedBy", Optional.empty());
    }

    @Override
    public Set<String> identities() {
        return tell("identities", Set.of());
    }

    @Override
    public Optional<Alarm> unhealthy() {
        return tell("unhealthy", Optional.empty());
    }

    @Override
    public Optional<String> unfit() {
        return tell("unfit", Optional.empty());
    }

    @Override
    public Set<Right> rights() {
        return tell("rights", Set.of());
    }

    @Override
    public Optional<String> log(Duration last) {
        return tell("log", Optional.empty());
    }

    @Override
    public Testimony testimony(Duration last) throws Exception {
        return told.containsKey("testimony") ? tell("testimony", Testimony.none()) : Target.super.testimony(last);
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("hosts", Set.of("local"));
    }

    @Override
    public Fault plan(FaultRequest request) {
        return faults.apply(request);
    }

    @Override
    public void close() {
        closing.run();
    }
}
