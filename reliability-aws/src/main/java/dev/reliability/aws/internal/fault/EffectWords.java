package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.target.Ec2Target;

/** What the console says of the instances that are attacked. */
final class EffectWords {

    private static final int SHOWN = 5;

    private EffectWords() {}

    /** Returns {@code i-0abc}, or {@code 2 of 4 instances of web (i-0abc, i-0def), chosen by chance (seed 4711)}. */
    static String chosen(Ec2Target target) {
        int chosen = target.chosenIds().size();
        int all = target.all().size();
        String ids = String.join(", ", target.chosenIds().subList(0, Math.min(SHOWN, chosen)))
                + (chosen > SHOWN ? ", …" : "");
        if (all == 1) {
            return ids + " in " + target.aws().region();
        }
        return chosen + " of " + all + " instances of " + target.name() + " in "
                + target.aws().region() + " (" + ids + ")"
                + (target.choice().random()
                        ? ", chosen by chance (seed " + target.choice().seed() + ")"
                        : "");
    }
}
