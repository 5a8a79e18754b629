package dev.reliability.internal.runner;

import dev.reliability.internal.time.Calls;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Target;
import dev.reliability.spi.Testimony;
import dev.reliability.spi.Testimony.Account;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** Asks the targets of a run, once, what they have to say. Neither an answer nor its absence changes a verdict. */
final class Hearing {

    /** For all targets together: what explains a verdict must not hold it up for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LEAST = Duration.ofMillis(100);
    private static final int LINES = 200;
    private static final int CHARACTERS = 64 * 1024;
    private static final int LONGEST_LINE = 4096;

    private volatile Map<String, Testimony> heard = Map.of();

    /** Returns what the target of a fault said; nothing where it said it with an earlier one. */
    Testimony of(String fault) {
        return Objects.requireNonNullElseGet(heard.get(fault), Testimony::none);
    }

    void ask(Execution run) {
        Map<Target, String> asked = new LinkedHashMap<>();
        run.faults.stream()
                .filter(fault -> fault.injectedAt().isPresent())
                .forEach(fault -> asked.putIfAbsent(fault.plan().target(), fault.name()));
        Duration last = Duration.ofNanos(run.ticker.nanos() - run.begin);
        long until = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Testimony> answers = new LinkedHashMap<>();
        asked.forEach((target, fault) -> {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            answers.put(fault, bounded(answer(target, last, left.compareTo(LEAST) < 0 ? LEAST : left)));
        });
        heard = answers;
    }

    private static Testimony answer(Target target, Duration last, Duration limit) {
        try {
            return Calls.within(limit, () -> target.testimony(last));
        } catch (TimeoutException e) {
            return Testimony.none()
                    .withGap(target.name() + " did not say within " + Durations.limit(limit) + " what it logged");
        } catch (Exception | LinkageError e) {
            return Testimony.none()
                    .withGap("what " + target.name() + " logged cannot be read: "
                            + Findings.quote(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private static Testimony bounded(Testimony said) {
        return new Testimony(
                said.accounts().stream().map(Hearing::bounded).toList(),
                said.gaps().stream()
                        .map(gap -> Secrets.hidden(Findings.quote(gap)))
                        .toList());
    }

    /** What is nearest to the end of the run is kept. */
    private static Account bounded(Account account) {
        Deque<String> kept = new ArrayDeque<>();
        List<String> lines = account.lines();
        int characters = 0;
        for (int i = lines.size() - 1; i >= 0 && kept.size() < LINES; i--) {
            String whole = lines.get(i);
            String line =
                    Secrets.hidden(whole.length() <= LONGEST_LINE ? whole : whole.substring(0, LONGEST_LINE) + "…");
            characters += line.length();
            if (characters > CHARACTERS) {
                break;
            }
            kept.addFirst(line);
        }
        return new Account(
                account.source(), account.notes(), List.copyOf(kept), account.leftOut() + lines.size() - kept.size());
    }
}
