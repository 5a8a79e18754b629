package dev.reliability.internal.runner;

import java.util.List;

/**
 * The end of a fault that its test body asked for.
 *
 * @param beforeInjection whether it asked before there was anything to end
 * @param undecided names of the expectations that were not decided by then
 */
record Withdrawal(boolean beforeInjection, List<String> undecided) {

    Withdrawal {
        undecided = List.copyOf(undecided);
    }
}
