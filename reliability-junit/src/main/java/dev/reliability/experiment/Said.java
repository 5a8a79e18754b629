package dev.reliability.experiment;

import dev.reliability.spi.Testimony;
import dev.reliability.spi.Testimony.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chooses from what a target had to say what is shown with a failure. */
final class Said {

    private static final int LINES = 3;
    private static final int LONGEST = 300;

    private static final Pattern TROUBLE = Pattern.compile(
            "\\b(warn(ing)?|err(or)?|fatal|severe|critical|panic|fail(ed|ure)?|refused|timed? ?out|unreachable)\\b"
                    + "|Exception|Error:|Traceback",
            Pattern.CASE_INSENSITIVE);

    private Said() {}

    static List<String> of(FaultResult fault) {
        Testimony testimony = fault.testimony();
        List<String> said = new ArrayList<>();
        List<String> lines = lines(testimony);
        if (!lines.isEmpty()) {
            said.add("Said around " + fault.description() + ":");
            lines.forEach(line -> said.add("  " + line));
        }
        testimony.gaps().forEach(gap -> said.add("Not said around " + fault.description() + ": " + gap));
        return said;
    }

    /** Notes first, then what speaks of trouble, and only without these whatever came last. */
    private static List<String> lines(Testimony testimony) {
        List<String> notes = last(LINES, all(testimony, true));
        List<String> troubles = last(LINES - notes.size(), all(testimony, false).filter(line -> TROUBLE.matcher(line)
                .find()));
        List<String> lines = new ArrayList<>(notes);
        lines.addAll(troubles);
        return lines.isEmpty() ? last(LINES, all(testimony, false)) : lines;
    }

    private static Stream<String> all(Testimony testimony, boolean notes) {
        return testimony.accounts().stream()
                .filter(account -> account.notes() == notes)
                .flatMap(account -> account.lines().stream().map(line -> shown(account, line)));
    }

    private static String shown(Account account, String line) {
        String text = account.source() + ": " + line.strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static List<String> last(int number, Stream<String> lines) {
        List<String> all = lines.toList();
        return all.subList(Math.max(0, all.size() - number), all.size());
    }
}
