package dev.reliability.internal.plan;

import dev.reliability.experiment.Experiment;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Finds what the name of a target stands for. */
public final class TargetPlanning {

    private final Experiment experiment;
    private final Names names;
    private final Opened opened;
    private final Map<String, Target> found = new ConcurrentHashMap<>();

    /**
     * Looks names up in an experiment, and then in the profile and the settings that its names show.
     *
     * @param opened keeps the targets, to close them
     */
    public TargetPlanning(Experiment experiment, Names names, Opened opened) {
        this.experiment = experiment;
        this.names = names;
        this.opened = opened;
    }

    /** Returns the target, the same one for the same name. */
    public Target target(String name) {
        if (name.isBlank()) {
            throw new PlanException("is missing: name what is attacked");
        }
        Target target = found.get(name);
        if (target == null) {
            target = opened.keep(open(name));
            found.put(name, target);
        }
        return target;
    }

    /** Returns the target if the name is that of one; empty for a name that only an expectation knows. */
    Optional<Target> find(String name) {
        return known().contains(name) ? Optional.of(target(name)) : Optional.empty();
    }

    /**
     * Returns what there is to attack, name and address, as far as that can be said without asking anybody: the targets of the
     * profile, and where it has none those of the test. A test cannot make a profile larger than it is.
     */
    Map<String, String> whole() {
        Set<String> ofProfile = names.profile().names("target");
        Map<String, String> whole = new TreeMap<>();
        for (String name : ofProfile.isEmpty() ? experiment.targets().keySet() : ofProfile) {
            whole.put(name, written(name));
        }
        return whole;
    }

    private String written(String name) {
        try {
            return text(name).map(Address::parse).map(Address::toString).orElse(name);
        } catch (IllegalArgumentException e) {
            // whoever attacks it is told
            return name;
        }
    }

    /** The address of a target, unless it is a system that the test holds itself. */
    private Optional<String> text(String name) {
        Object declared = experiment.targets().get(name);
        if (declared != null) {
            return Optional.of(declared)
                    .filter(CharSequence.class::isInstance)
                    .map(value -> names.fill(value.toString()));
        }
        return names.value("target." + name);
    }

    private Target open(String name) {
        Object declared = experiment.targets().get(name);
        if (declared != null && !(declared instanceof CharSequence)) {
            return adapt(name, declared);
        }
        Optional<String> text = text(name);
        if (text.isPresent()) {
            return open(name, Address.parse(text.get()));
        }
        if (Address.isAddress(name)) {
            return open(name, Address.parse(name));
        }
        throw new PlanException("unknown target \"" + name + "\" " + DidYouMean.among(name, known())
                + ": declare it with @ReliabilityTarget, or add \"target." + name + " = …\" to "
                + names.profile().source());
    }

    /** Returns the names that are declared. */
    public Set<String> known() {
        Set<String> known = new TreeSet<>(experiment.targets().keySet());
        known.addAll(names.profile().names("target"));
        return known;
    }

    /**
     * Returns every target that is declared, with what it depends on as far as that is known. The profile alone says so, not a
     * property of the command line: what must be tested is compared with it.
     */
    Map<String, Set<String>> dependencies() {
        Map<String, Set<String>> all = new TreeMap<>();
        for (String name : known()) {
            Set<String> dependencies = new TreeSet<>();
            names.profile().value("target." + name + ".dependencies").ifPresent(text -> Stream.of(
                            names.fill(text).split(","))
                    .map(String::strip)
                    .filter(host -> !host.isEmpty())
                    .forEach(dependencies::add));
            Object system = experiment.targets().get(name);
            if (system != null) {
                BackEnds.loaded().targets().forEach(backEnd -> dependencies.addAll(backEnd.dependencies(system)));
            }
            all.put(name, dependencies);
        }
        return all;
    }

    private Target open(String name, Address address) {
        TargetContext context = names.about(name, Optional.of(address));
        return BackEnds.loaded().target(address.scheme()).target(name, address, context);
    }

    /** Returns what a later run has to know of a target. */
    Remembered remembered(Target target) {
        return new Remembered(target.name(), names);
    }

    private Target adapt(String name, Object system) {
        for (TargetProvider provider : BackEnds.loaded().targets()) {
            Optional<Target> target = provider.adapt(name, system, names.about(name, Optional.empty()));
            if (target.isPresent()) {
                return target.get();
            }
        }
        throw new PlanException("target \"" + name + "\" is a "
                + system.getClass().getName() + ", which no back end on the class path can attack");
    }
}
