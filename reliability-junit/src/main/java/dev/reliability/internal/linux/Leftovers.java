package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellResult;
import java.util.List;
import java.util.Locale;

/** What faults left on a target: tables, processes, files. */
public final class Leftovers {

    private Leftovers() {}

    /** Everything of any fault in the target's network namespace, also of one that is in force. */
    public static List<String> find(Shell shell) {
        return ask(shell, "list", "");
    }

    /** What is left of one fault. */
    public static List<String> find(Shell shell, String id) {
        return ask(shell, "list", id);
    }

    /** Ends one fault from outside, even where its agent is frozen, and returns what is still there after it. */
    public static List<String> end(Shell shell, String id) {
        return ask(shell, "end", id);
    }

    /** Ends every fault in the target's network namespace. */
    public static List<String> endAll(Shell shell) {
        return ask(shell, "end", "");
    }

    private static List<String> ask(Shell shell, String what, String id) {
        ShellResult result = shell.run(Scripts.asRoot(Scripts.load("left.sh"), "left", what, id));
        List<String> lines = result.output().lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals("done")) {
            throw new LinuxFaultException(String.format(
                    Locale.ROOT,
                    "cannot see what is left on %s: %s",
                    shell.address(),
                    result.errors().strip()));
        }
        return lines.subList(0, lines.size() - 1);
    }
}
