package dev.reliability.internal.chaostoolkit.provider;

import java.util.Set;

/** Tells a death by signal from an exit with the same number, as far as Java can. */
final class Signalled {
    /** HUP, INT, QUIT, ILL, TRAP, ABRT, BUS, FPE, KILL, USR1, SEGV, USR2, PIPE, ALRM, TERM. */
    private static final Set<Integer> SIGNALS = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

    private Signalled() {}

    /** Java reports both as 128 plus the signal, so that {@code exit 137} is taken for a kill. */
    static boolean was(int code) {
        return SIGNALS.contains(code - 128);
    }
}
