package dev.reliability.aws.internal.target;

import dev.reliability.spi.PlanException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Which of the instances behind an address are meant: {@code all}, {@code one}, a number, a share, or a zone. Where chance
 * decides, the seed makes it the same again. Where nobody chose, there must be only one.
 */
public final class Choice {

    private static final Pattern NUMBER = Pattern.compile("([1-9]\\d{0,5})(%?)");
    private static final String ZONE = "zone:";
    private static final int HUNDRED = 100;
    private static final String FORMS = "expected all, one, a number, a share such as 50%, or zone:NAME";

    private final String text;
    private final long seed;

    private Choice(String text, long seed) {
        this.text = text;
        this.seed = seed;
    }

    /**
     * Reads a choice.
     *
     * @param text the choice; empty where nobody chose
     * @throws PlanException if it is none
     */
    public static Choice of(String text, long seed) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        boolean known = word.isEmpty()
                || word.equals("all")
                || word.equals("one")
                || word.startsWith(ZONE) && word.length() > ZONE.length();
        Matcher number = NUMBER.matcher(word);
        boolean counted =
                number.matches() && (number.group(2).isEmpty() || Integer.parseInt(number.group(1)) <= HUNDRED);
        if (!known && !counted) {
            throw new PlanException("\"" + text + "\" chooses no instances: " + FORMS);
        }
        return new Choice(word, seed);
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }

    /** Tells whether chance decides. */
    public boolean random() {
        return !text.isEmpty() && !text.equals("all") && !text.startsWith(ZONE);
    }

    /**
     * Chooses.
     *
     * @param instances what there is to choose from, at least one
     * @param where what they are, for messages
     * @throws PlanException if there are not enough, or several and nobody chose
     */
    public List<Instance> of(List<Instance> instances, String where) {
        List<Instance> sorted = new ArrayList<>(instances);
        sorted.sort(Comparator.comparing(Instance::instanceId));
        if (text.isEmpty() && sorted.size() > 1) {
            throw new PlanException(where + " stands for " + sorted.size() + " instances ("
                    + sorted.stream().map(Instance::instanceId).limit(5).collect(Collectors.joining(", "))
                    + (sorted.size() > 5 ? ", …" : "") + "): say which are meant with target.NAME.select, " + FORMS);
        }
        if (text.startsWith(ZONE)) {
            return inZone(sorted, where);
        }
        if (random()) {
            Collections.shuffle(sorted, new Random(seed));
        }
        return List.copyOf(sorted.subList(0, count(sorted.size(), where)));
    }

    private List<Instance> inZone(List<Instance> instances, String where) {
        String zone = text.substring(ZONE.length());
        List<Instance> there = instances.stream()
                .filter(instance -> zone.equals(instance.placement().availabilityZone()))
                .toList();
        if (there.isEmpty()) {
            throw new PlanException(where + " has no instance in zone " + zone + ": it has some in "
                    + String.join(
                            ", ",
                            instances.stream()
                                    .map(instance -> instance.placement().availabilityZone())
                                    .collect(Collectors.toCollection(TreeSet::new))));
        }
        return there;
    }

    private int count(int of, String where) {
        if (text.isEmpty() || text.equals("all")) {
            return of;
        }
        if (text.endsWith("%")) {
            return Math.max(1, of * Integer.parseInt(text.substring(0, text.length() - 1)) / HUNDRED);
        }
        int wanted = text.equals("one") ? 1 : Integer.parseInt(text);
        if (wanted > of) {
            throw new PlanException(
                    where + " stands for " + of + " running instances, and " + wanted + " are to be taken");
        }
        return wanted;
    }
}
