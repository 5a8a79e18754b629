package dev.reliability.aws.function;

import dev.reliability.aws.AwsFunctionProvider;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentSystem;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call as an experiment makes it, with a system that notes attacks instead of making them. */
final class GivenCall implements FunctionCall, ExperimentSystem {

    private final ExperimentFunction function;
    private final Map<String, String> settings;
    private final Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> configuration = new HashMap<>();
    private final Map<String, @Nullable Object> secrets = new HashMap<>();
    private final List<String> attacked = new ArrayList<>();
    private List<String> refusals = List.of();
    private boolean strict;

    private GivenCall(ExperimentFunction function, Map<String, String> settings) {
        this.function = function;
        this.settings = settings;
        function.parameters().forEach(parameter -> arguments.put(parameter.name(), parameter.fallback()));
    }

    /** Finds a function by its module and name. */
    static GivenCall of(String name, Map<String, String> settings) {
        return new GivenCall(
                new AwsFunctionProvider()
                        .functions().stream()
                                .filter(function ->
                                        (function.module() + "." + function.name()).equals("chaosaws." + name))
                                .findFirst()
                                .orElseThrow(),
                settings);
    }

    GivenCall with(String argument, @Nullable Object value) {
        arguments.put(argument, value);
        return this;
    }

    GivenCall configured(String name, String value) {
        configuration.put(name, value);
        return this;
    }

    GivenCall secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    GivenCall strictly() {
        strict = true;
        return this;
    }

    GivenCall refusing(String reason) {
        refusals = List.of(reason);
        return this;
    }

    @Nullable
    Object call() throws Exception {
        return function.call(this);
    }

    List<String> problems() {
        return function.problems(this);
    }

    List<String> attacked() {
        return attacked;
    }

    @Override
    public Map<String, @Nullable Object> arguments() {
        return arguments;
    }

    @Override
    public Map<String, @Nullable Object> configuration() {
        return configuration;
    }

    @Override
    public Map<String, @Nullable Object> secrets() {
        return secrets;
    }

    @Override
    public boolean strict() {
        return strict;
    }

    @Override
    public ExperimentSystem system() {
        return this;
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.empty();
    }

    @Override
    public void environment(String name, String value) {
        settings.put(name, value);
    }

    @Override
    public Optional<String> value(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    @Override
    public String fill(String text) {
        return text;
    }

    @Override
    public Set<String> targets() {
        return Set.of();
    }

    @Override
    public Target target(String name) {
        throw new IllegalStateException(name);
    }

    @Override
    public List<String> refusals(String what, Map<String, Set<String>> whereabouts) {
        return refusals;
    }

    @Override
    public void attack(List<String> targets, FaultRequest request) {
        attacked.add(request.kind() + " of " + String.join(", ", targets) + " " + request.attributes());
    }
}
