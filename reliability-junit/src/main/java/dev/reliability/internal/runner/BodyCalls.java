package dev.reliability.internal.runner;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The HTTP calls that a test body made, without headers, bodies and queries: these may hold anything. */
final class BodyCalls {

    private static final int OF_EACH = 500;
    private static final int LONGEST = 300;

    /** Whoever is named before the host may be a token. */
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s]*@");

    private static final Pattern QUERY = Pattern.compile("(://[^?\\s\"'<>]*)\\?[^\\s\"'<>]*");

    private static final ConcurrentHashMap<Thread, BodyCalls> LIVE = new ConcurrentHashMap<>();

    private final Kept<Call> calls = new Kept<>(OF_EACH);

    /**
     * One call.
     *
     * @param began when, as {@link dev.reliability.internal.time.Ticker#nanos()}
     * @param took for how long, in nanoseconds
     * @param status what was answered; 0 if nothing was
     * @param failure what was thrown in place of an answer; empty if nothing was
     */
    record Call(long began, long took, String method, String url, int status, String failure) {}

    /** A body begins on a thread. */
    void enter(Thread thread) {
        LIVE.put(thread, this);
    }

    /** A body is no longer on a thread. */
    static void leave(Thread thread) {
        LIVE.remove(thread);
    }

    /** Returns those of the body to which a thread belongs: the one that runs on it, or the only one that runs at all. */
    static Optional<BodyCalls> of(Thread thread) {
        BodyCalls own = LIVE.get(thread);
        if (own != null) {
            return Optional.of(own);
        }
        Collection<BodyCalls> all = LIVE.values();
        List<BodyCalls> bodies = all.stream().distinct().limit(2).toList();
        return bodies.size() == 1 ? Optional.of(bodies.get(0)) : Optional.empty();
    }

    void answered(long began, long took, String method, String url, int status) {
        calls.add(new Call(began, took, method, shown(url), status, ""));
    }

    void failed(long began, long took, String method, String url, Throwable thrown) {
        calls.add(new Call(began, took, method, shown(url), 0, masked(String.valueOf(thrown))));
    }

    List<Call> all() {
        return calls.all();
    }

    long leftOut() {
        return calls.leftOut();
    }

    private static String shown(String url) {
        int query = url.indexOf('?');
        return masked(query < 0 ? url : url.substring(0, query) + "?…");
    }

    /** What is much too long is not searched to its end. */
    private static String masked(String text) {
        String withoutQueries = QUERY.matcher(cut(text, 4 * LONGEST)).replaceAll("$1?…");
        return cut(Secrets.hidden(USER.matcher(withoutQueries).replaceAll("********@")), LONGEST);
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }
}
