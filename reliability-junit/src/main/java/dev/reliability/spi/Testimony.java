package dev.reliability.spi;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a target has to say about the time around a fault: what it logged, and what others noted of it. It explains a verdict and is
 * no part of it.
 *
 * <pre>{@code
 * Testimony.none()
 *         .withNotes("events", List.of("Warning BackOff pod web-1: Back-off restarting failed container"))
 *         .withLog("pod web-1, container app", log)
 *         .withGap("the log of pod web-2 cannot be read: pods/log is forbidden");
 * }</pre>
 *
 * @param accounts what was said, by source
 * @param gaps what could not be asked, and why, a clause each
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Testimony(List<Account> accounts, List<String> gaps) {

    /** Copies the lists. */
    public Testimony {
        accounts = List.copyOf(accounts);
        gaps = List.copyOf(gaps);
    }

    /**
     * What came from one source.
     *
     * @param source where it is from: {@code pod web-1, container app}
     * @param notes whether each line was noted because it matters, such as an event; a report of a failure shows these before lines
     *     of a log
     * @param lines the lines, the oldest first
     * @param leftOut how many lines before these are left out
     */
    public record Account(String source, boolean notes, List<String> lines, int leftOut) {

        /** Copies the lines. */
        public Account {
            lines = List.copyOf(lines);
        }
    }

    /** Returns the testimony of a target that says nothing. */
    public static Testimony none() {
        return new Testimony(List.of(), List.of());
    }

    /**
     * Returns the same testimony with what others noted of the target. Nothing is added where there are no lines.
     *
     * @param source where it is from: {@code events}
     * @param lines a note each, the oldest first
     */
    public Testimony withNotes(String source, List<String> lines) {
        return with(new Account(source, true, lines, 0));
    }

    /**
     * Returns the same testimony with what the target logged. Nothing is added where it logged nothing. Whoever runs the fault keeps
     * the last 200 lines of each account, at most 64 KiB, and hides what looks like a secret.
     *
     * @param source where it is from: {@code pod web-1, container app}
     * @param text the log, the oldest line first
     */
    public Testimony withLog(String source, String text) {
        return with(new Account(
                source, false, text.lines().filter(line -> !line.isBlank()).toList(), 0));
    }

    /** Returns the same testimony with what could not be asked, and why: {@code the log of pod web-2 cannot be read: forbidden}. */
    public Testimony withGap(String what) {
        List<String> all = new ArrayList<>(gaps);
        all.add(what);
        return new Testimony(accounts, all);
    }

    private Testimony with(Account account) {
        if (account.lines().isEmpty()) {
            return this;
        }
        List<Account> all = new ArrayList<>(accounts);
        all.add(account);
        return new Testimony(all, gaps);
    }

    /** Tells whether nothing was said and nothing is missing. */
    public boolean isEmpty() {
        return accounts.isEmpty() && gaps.isEmpty();
    }
}
