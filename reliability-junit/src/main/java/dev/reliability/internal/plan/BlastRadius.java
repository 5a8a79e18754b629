package dev.reliability.internal.plan;

import dev.reliability.spi.MachineKeys;
import dev.reliability.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much an experiment takes: of each target the things that its faults take, and one thing once that is known by several
 * names or to several back ends.
 */
final class BlastRadius {

    /**
     * What becomes of one target.
     *
     * @param keys what tells it apart from others
     * @param size how many things it stands for
     * @param taken how many of them its faults take together, at worst
     */
    record Hit(Target target, Set<String> keys, int size, int taken) {

        private Hit and(int more) {
            return new Hit(target, keys, size, Math.min(size, taken + more));
        }

        boolean several() {
            return size > 1;
        }
    }

    private final List<Hit> hits;

    private BlastRadius(List<Hit> hits) {
        this.hits = hits;
    }

    static BlastRadius of(List<PlannedFault> faults) {
        Map<String, Hit> byTarget = new LinkedHashMap<>();
        for (PlannedFault planned : faults) {
            Target target = planned.target();
            int size = Math.max(1, target.size());
            int takes = Math.min(size, Math.max(0, planned.fault().takes().orElse(size)));
            byTarget.computeIfAbsent(
                    target.address() + " " + target.name(), key -> new Hit(target, planned.resources(), size, 0));
            byTarget.computeIfPresent(target.address() + " " + target.name(), (key, hit) -> hit.and(takes));
        }
        return new BlastRadius(List.copyOf(byTarget.values()));
    }

    List<Hit> hits() {
        return hits;
    }

    /** Returns how many things are taken. */
    int taken() {
        return hits.stream().filter(Hit::several).mapToInt(Hit::taken).sum() + single(true);
    }

    /** Returns how many things there are where anything is taken. */
    int size() {
        return hits.stream().filter(Hit::several).mapToInt(Hit::size).sum() + single(false);
    }

    /** Single things that share a key are one. */
    private int single(boolean takenOnly) {
        List<Set<String>> things = new ArrayList<>();
        for (Hit hit : hits) {
            if (!hit.several() && (!takenOnly || hit.taken() > 0)) {
                Set<String> keys = new HashSet<>(hit.keys());
                keys.removeIf(MachineKeys::ambiguous);
                List<Set<String>> same = things.stream()
                        .filter(other -> !Collections.disjoint(other, keys))
                        .toList();
                things.removeAll(same);
                same.forEach(keys::addAll);
                things.add(keys);
            }
        }
        return things.size();
    }

    /** Returns what is attacked, in words: {@code blue, web (2 of 4)}. */
    String words() {
        Set<String> words = new TreeSet<>();
        hits.forEach(hit ->
                words.add(hit.target().name() + (hit.several() ? " (" + hit.taken() + " of " + hit.size() + ")" : "")));
        return String.join(", ", words);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        hits.forEach(hit -> names.add(hit.target().name()));
        return names;
    }
}
