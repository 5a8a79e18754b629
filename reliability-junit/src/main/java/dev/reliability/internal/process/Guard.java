package dev.reliability.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process of its own that outlives the test JVM just long enough to end what the JVM had started.
 *
 * <p>It reads lines: {@code ADD SEQUENCE PID START MARK} takes a tree into its care, {@code DEL SEQUENCE MARK} releases
 * it; each is answered by {@code ACK SEQUENCE}. The end of its input, or of its parent, is the end of the test JVM,
 * whatever the cause: it then ends all trees still in its care, and itself. It keeps no state elsewhere.
 */
public final class Guard {

    /** Enough for an orderly end of most processes, short enough for a build that waits. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration PARENT_CHECK = Duration.ofSeconds(1);

    private final Map<String, ProcessTree> trees = new ConcurrentHashMap<>();
    private final PrintStream answers;

    private Guard(PrintStream answers) {
        this.answers = answers;
    }

    /** Arguments: pid and start of the test JVM. */
    public static void main(String[] args) throws IOException {
        Guard guard = new Guard(System.out);
        guard.watch(new ProcessId(Long.parseLong(args[0]), Long.parseLong(args[1])));
        guard.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
        guard.finish();
    }

    private void obey(BufferedReader orders) {
        try {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("ADD")) {
                    ProcessId root = new ProcessId(Long.parseLong(words[2]), Long.parseLong(words[3]));
                    trees.put(words[4], new ProcessTree(root, words[4]));
                } else {
                    trees.remove(words[2]);
                }
                answers.println("ACK " + words[1]);
                answers.flush();
            }
        } catch (IOException e) {
            // a broken pipe means the same as its end
            return;
        }
    }

    /** The pipe alone would not do if another process had inherited its other end. */
    private void watch(ProcessId parent) {
        Thread watch = new Thread(
                () -> {
                    while (parent.isAlive()) {
                        Pause.uninterruptibly(PARENT_CHECK);
                    }
                    finish();
                },
                "parent watch");
        watch.setDaemon(true);
        watch.start();
    }

    private synchronized void finish() {
        if (!trees.isEmpty()) {
            TreeEnder.end(List.copyOf(trees.values()), GRACE);
        }
        Runtime.getRuntime().halt(0);
    }
}
