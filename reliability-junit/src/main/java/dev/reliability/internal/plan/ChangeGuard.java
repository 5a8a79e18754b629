package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a profile says of changes that are made without a fault, such as those of functions of experiment files. */
public final class ChangeGuard {

    private ChangeGuard() {}

    /**
     * Returns why something may not be changed, a sentence each; none if it may.
     *
     * @param what who makes the change, or what is changed
     * @param whereabouts where that is, as {@link dev.reliability.spi.Target#whereabouts()} says it
     */
    public static List<String> refusals(Names names, String what, Map<String, Set<String>> whereabouts) {
        Problems problems = new Problems(names);
        Guards guards = new Guards(names, problems);
        guards.checkProfile();
        guards.checkWhereabouts(what, whereabouts, new Place("function", ""));
        return problems.found();
    }
}
