package dev.reliability.internal.plan;

import dev.reliability.internal.journal.Intent;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.Authority;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.SignalProvider;
import dev.reliability.spi.TargetProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The back ends on the class path, by the schemes of their addresses. */
public final class BackEnds {

    private final Map<Class<?>, List<String>> broken = new HashMap<>();
    private final List<Authority> authorities = load(Authority.class);
    private final List<TargetProvider> targetProviders = load(TargetProvider.class);
    private final Map<String, List<TargetProvider>> targets =
            byScheme(TargetProvider.class, targetProviders, TargetProvider::schemes);
    private final Map<String, List<SignalProvider>> signals =
            byScheme(SignalProvider.class, load(SignalProvider.class), SignalProvider::schemes);
    private final Map<String, List<AlarmProvider>> alarms =
            byScheme(AlarmProvider.class, load(AlarmProvider.class), AlarmProvider::schemes);

    private BackEnds() {}

    /** Returns the back ends that this library's class loader sees. */
    public static BackEnds loaded() {
        return Loaded.BACK_ENDS;
    }

    /** Returns every back end of targets. */
    public Collection<TargetProvider> targets() {
        return targetProviders;
    }

    /** Returns the back end of targets of a scheme. */
    public TargetProvider target(String scheme) {
        return get(TargetProvider.class, targets, scheme, "targets");
    }

    /** Tells whether any back end has targets of a scheme. */
    boolean hasTargets(String scheme) {
        return targets.containsKey(scheme);
    }

    /** Returns the back end of targets of a scheme, if there is one. */
    public Optional<TargetProvider> findTarget(String scheme) {
        return targets.containsKey(scheme) ? Optional.of(target(scheme)) : Optional.empty();
    }

    /**
     * Undoes a fault of a dead run, with what its back end knew then.
     *
     * @return what is left of it, a phrase each
     */
    public static List<String> undo(Intent intent, Names now) throws Exception {
        TargetProvider provider = loaded().target(intent.record().address().scheme());
        return provider.undo(intent.record(), Remembered.context(intent, provider, now));
    }

    /** Returns the back end of signals of a scheme. */
    public SignalProvider signal(String scheme) {
        return get(SignalProvider.class, signals, scheme, "signals");
    }

    /** Returns the back end of alarms of a scheme. */
    public AlarmProvider alarm(String scheme) {
        return get(AlarmProvider.class, alarms, scheme, "alarms");
    }

    /** Returns the document that grants rights, if a back end knows how to write it. */
    public static Optional<String> policy(String authority, Set<Right> rights) {
        return loaded().authority(authority).map(one -> one.policy(rights));
    }

    /** Returns who grants rights by a name, if a back end knows. */
    Optional<Authority> authority(String name) {
        return authorities.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private <P> P get(Class<P> type, Map<String, List<P>> providers, String scheme, String what) {
        List<P> found = providers.getOrDefault(scheme, List.of());
        if (found.isEmpty()) {
            throw new PlanException("no back end on the class path has " + what + " with the scheme \"" + scheme + "\" "
                    + DidYouMean.among(scheme, providers.keySet())
                    + broken.getOrDefault(type, List.of()).stream()
                            .map(one -> "; " + one)
                            .collect(Collectors.joining()));
        }
        if (found.size() > 1) {
            throw new PlanException("more than one back end on the class path has " + what + " with the scheme \""
                    + scheme + "\": "
                    + found.stream()
                            .map(one -> one.getClass().getName())
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + "; leave all but one out");
        }
        return found.get(0);
    }

    /** One that cannot be loaded keeps nobody from using the others; who asks for what it may have is told. */
    private <P> List<P> load(Class<P> type) {
        List<P> all = new ArrayList<>();
        Iterator<P> found =
                ServiceLoader.load(type, BackEnds.class.getClassLoader()).iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return List.copyOf(all);
                }
                all.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                noteBroken(type, "a back end cannot be loaded: " + e.getMessage());
            }
        }
    }

    private void noteBroken(Class<?> type, String problem) {
        broken.computeIfAbsent(type, any -> new ArrayList<>()).add(problem);
    }

    private <P> Map<String, List<P>> byScheme(Class<P> type, List<P> providers, Function<P, Set<String>> schemes) {
        Map<String, List<P>> map = new HashMap<>();
        for (P provider : providers) {
            try {
                schemes.apply(provider).forEach(scheme -> map.computeIfAbsent(scheme, key -> new ArrayList<>())
                        .add(provider));
            } catch (RuntimeException | LinkageError e) {
                noteBroken(type, provider.getClass().getName() + " does not tell its schemes: " + e);
            }
        }
        return map;
    }

    private static final class Loaded {

        static final BackEnds BACK_ENDS = new BackEnds();
    }
}
