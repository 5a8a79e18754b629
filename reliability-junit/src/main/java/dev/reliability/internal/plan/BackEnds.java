package dev.reliability.internal.plan;

import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.SignalProvider;
import dev.reliability.spi.TargetProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/** The back ends on the class path, by the schemes of their addresses. */
public final class BackEnds {

    private final List<TargetProvider> targetProviders = load(TargetProvider.class);
    private final Map<String, TargetProvider> targets = byScheme(targetProviders, TargetProvider::schemes);
    private final Map<String, SignalProvider> signals = byScheme(load(SignalProvider.class), SignalProvider::schemes);
    private final Map<String, AlarmProvider> alarms = byScheme(load(AlarmProvider.class), AlarmProvider::schemes);

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
        return get(targets, scheme, "targets");
    }

    /** Returns the back end of signals of a scheme. */
    public SignalProvider signal(String scheme) {
        return get(signals, scheme, "signals");
    }

    /** Returns the back end of alarms of a scheme. */
    public AlarmProvider alarm(String scheme) {
        return get(alarms, scheme, "alarms");
    }

    private static <P> P get(Map<String, P> providers, String scheme, String what) {
        P provider = providers.get(scheme);
        if (provider == null) {
            throw new PlanException("no back end on the class path has " + what + " with the scheme \"" + scheme + "\" "
                    + DidYouMean.among(scheme, providers.keySet()));
        }
        return provider;
    }

    private static <P> List<P> load(Class<P> type) {
        List<P> all = new ArrayList<>();
        ServiceLoader.load(type, BackEnds.class.getClassLoader()).forEach(all::add);
        return List.copyOf(all);
    }

    private static <P> Map<String, P> byScheme(List<P> providers, Function<P, Set<String>> schemes) {
        Map<String, P> map = new HashMap<>();
        providers.forEach(provider -> schemes.apply(provider).forEach(scheme -> map.putIfAbsent(scheme, provider)));
        return map;
    }

    private static final class Loaded {

        static final BackEnds BACK_ENDS = new BackEnds();
    }
}
