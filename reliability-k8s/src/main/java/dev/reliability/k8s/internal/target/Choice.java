package dev.reliability.k8s.internal.target;

import dev.reliability.spi.PlanException;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the pods behind an address are meant: {@code all}, {@code one}, {@code oldest}, a number, or a share. Where chance
 * decides, the seed makes it the same again.
 */
public final class Choice {

    private static final Pattern NUMBER = Pattern.compile("([1-9]\\d{0,5})(%?)");
    private static final int HUNDRED = 100;

    private static final String NAMED = "";

    private final String text;
    private final long seed;
    private final Set<String> names;

    private Choice(String text, long seed, Set<String> names) {
        this.text = text;
        this.seed = seed;
        this.names = Set.copyOf(names);
    }

    /** Returns the choice of these and no others. */
    public static Choice named(Collection<String> names) {
        return new Choice(NAMED, 0, new HashSet<>(names));
    }

    /**
     * Reads a choice.
     *
     * @throws PlanException if it is none
     */
    public static Choice of(String text, long seed) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        boolean known = List.of("all", "one", "oldest").contains(word);
        Matcher number = NUMBER.matcher(word);
        boolean counted =
                number.matches() && (number.group(2).isEmpty() || Integer.parseInt(number.group(1)) <= HUNDRED);
        if (!known && !counted) {
            throw new PlanException(
                    "\"" + text + "\" chooses no pods: expected all, one, oldest, a number, or a share such as 50%");
        }
        return new Choice(word, seed, Set.of());
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }

    /** Tells whether chance decides. */
    public boolean random() {
        return !isNamed() && !text.equals("all") && !text.equals("oldest");
    }

    /** Tells whether the pods are named. */
    public boolean isNamed() {
        return text.equals(NAMED);
    }

    /** Returns how many of a number of pods it takes; a share takes at least one, and never more than it says otherwise. */
    public int count(int of) {
        if (text.equals("all")) {
            return of;
        }
        if (isNamed()) {
            return Math.min(names.size(), of);
        }
        if (text.equals("one") || text.equals("oldest")) {
            return Math.min(1, of);
        }
        if (text.endsWith("%")) {
            int share = Integer.parseInt(text.substring(0, text.length() - 1));
            return Math.min(of, Math.max(1, of * share / HUNDRED));
        }
        return Math.min(of, Integer.parseInt(text));
    }

    /** Chooses. */
    public List<Pod> of(List<Pod> pods) {
        if (isNamed()) {
            return pods.stream()
                    .filter(pod -> names.contains(pod.getMetadata().getName()))
                    .toList();
        }
        List<Pod> sorted = new ArrayList<>(pods);
        Comparator<Pod> byName = Comparator.comparing(pod -> pod.getMetadata().getName());
        if (text.equals("oldest")) {
            sorted.sort(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                    .thenComparing(byName));
        } else {
            sorted.sort(byName);
            if (random()) {
                Collections.shuffle(sorted, new Random(seed));
            }
        }
        return List.copyOf(sorted.subList(0, count(sorted.size())));
    }
}
