package dev.reliability.internal.chaostoolkit.system;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.plan.ChangeGuard;
import dev.reliability.internal.plan.Names;
import dev.reliability.internal.plan.Opened;
import dev.reliability.internal.plan.TargetPlanning;
import dev.reliability.spi.ExperimentSystem;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The targets that a test class and its profile declare. Attacks are runs of the one runner, which last until {@link #undo()}. */
public final class DeclaredSystem implements ExperimentSystem {

    private static final String PARALLEL = "reliability.parallel";

    private final String title;
    private final String journal;
    private final Map<String, Object> declared;
    private final Map<String, String> properties;
    private final Function<String, Optional<String>> parameters;
    private final Names names;
    private final Opened opened = new Opened();
    private final List<Attack> attacks = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int count;

    /**
     * Describes a system; nothing is looked up yet.
     *
     * @param title the experiment, as journals name it
     * @param journal directory of its journal below the report directory
     * @param declared targets by name: addresses, or objects such as a {@code ManagedProcess}
     * @param properties values that come before all others
     * @param parameters values that come next
     */
    public DeclaredSystem(
            String title,
            String journal,
            Map<String, Object> declared,
            Map<String, String> properties,
            Function<String, Optional<String>> parameters) {
        this.title = title;
        this.journal = journal;
        this.declared = Map.copyOf(declared);
        this.properties = Map.copyOf(properties);
        this.parameters = parameters;
        this.names = Names.of(experiment().build());
    }

    @Override
    public Optional<String> value(String name) {
        return names.value(name);
    }

    @Override
    public String fill(String text) {
        return names.fill(text);
    }

    /**
     * Returns the variables that experiments see: all values that a name of theirs could mean.
     *
     * @param further names that the parameters know
     */
    public Map<String, String> environment(Set<String> further) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        Set<String> all = new HashSet<>(further);
        all.addAll(properties.keySet());
        all.addAll(names.profile().keys());
        all.addAll(System.getProperties().stringPropertyNames());
        for (String name : all) {
            try {
                names.value(name).ifPresent(value -> environment.put(name, value));
            } catch (IllegalArgumentException e) {
                // has a placeholder without a value: whoever needs it is told that it is missing
                environment.remove(name);
            }
        }
        return environment;
    }

    @Override
    public Set<String> targets() {
        return planning().known();
    }

    @Override
    public Target target(String name) {
        return planning().target(name);
    }

    @Override
    public List<String> refusals(String what, Map<String, Set<String>> whereabouts) {
        return ChangeGuard.refusals(names, what, whereabouts);
    }

    /** Targets are resolved anew each time: a process that was started again has another id. */
    private TargetPlanning planning() {
        return new TargetPlanning(experiment().build(), names, opened);
    }

    @Override
    public synchronized void attack(List<String> targets, FaultRequest request) {
        Set<String> resources = resources(targets);
        List<Attack> sameTargets =
                attacks.stream().filter(attack -> attack.touches(resources)).toList();
        sameTargets.forEach(this::end);
        ExperimentBuilder experiment = experiment().journal(journal + "/attack-" + ++count);
        targets.forEach(target -> experiment.attack(spec(target, request)));
        try {
            attacks.add(Attack.begin(experiment.build(), resources));
        } catch (InvalidPlanException e) {
            throw new PlanException(e.problems());
        }
    }

    private static FaultSpec spec(String target, FaultRequest request) {
        FaultSpec spec = FaultSpec.of(request.kind(), target)
                .delay(request.delay().toString())
                .plannedBy((resolved, planned) -> resolved.plan(new FaultRequest(
                        request.kind(),
                        planned.name(),
                        request.duration(),
                        request.delay(),
                        planned.longest(),
                        request.attributes())));
        return request.duration().isPresent()
                ? spec.duration(request.duration().get().toString())
                : spec;
    }

    private Set<String> resources(List<String> targets) {
        TargetPlanning planning = planning();
        return targets.stream()
                .flatMap(target -> planning.target(target).resources().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private ExperimentBuilder experiment() {
        ExperimentBuilder experiment = Reliability.experiment(title).parameters(this::parameter);
        declared.forEach(experiment::target);
        properties.forEach(experiment::property);
        return experiment;
    }

    /** One attack of a file may begin while another one lasts. */
    private Optional<String> parameter(String name) {
        return name.equals(PARALLEL) ? Optional.of("targets") : parameters.apply(name);
    }

    /** Tells whether anything was attacked, reverted meanwhile or not. */
    public synchronized boolean hasAttacked() {
        return count > 0;
    }

    /**
     * Reverts every attack, the latest first, and closes the targets that were resolved. Idempotent.
     *
     * @return what went wrong with any of them since the beginning; empty when nothing did
     */
    public synchronized List<Finding> undo() {
        for (int i = attacks.size() - 1; i >= 0; i--) {
            end(attacks.get(i));
        }
        opened.release();
        return List.copyOf(findings);
    }

    private void end(Attack attack) {
        attacks.remove(attack);
        findings.addAll(attack.end());
    }
}
