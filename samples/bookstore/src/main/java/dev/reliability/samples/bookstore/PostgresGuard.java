package dev.reliability.samples.bookstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops a PostgreSQL whose starter was killed. The server leaves its starter's process tree when it starts, so nobody
 * who kills that tree would find it. The guard leaves it too, and learns of the death from the end of its input, which
 * only the starter holds open.
 */
final class PostgresGuard {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");

    // whoever asks the whole tree to end must not end the guard before the server; the outer shell stays, because Java
    // closes the input of a child that ended; descriptor 3, because shells give a background job an empty input of its
    // own
    private static final String SCRIPT =
            """
            exec 3<&0
            trap '' HUP INT TERM
            (
              (
                cat <&3 > /dev/null
                tries=0
                while [ -e "$1" ] && [ $tries -lt 20 ]; do
                  pid=$(head -n 1 "$1/postmaster.pid" 2> /dev/null)
                  if [ -n "$pid" ]; then kill -QUIT "$pid"; kill -CONT "$pid"; fi
                  sleep 0.1
                  rm -rf -- "$1"
                  tries=$((tries + 1))
                done
              ) &
            )
            exec cat <&3 > /dev/null
            """;

    private PostgresGuard() {}

    /** Guards the server with this data directory, from before its start; without a POSIX shell it does nothing. */
    static void watch(Path data) throws IOException {
        if (!Files.isExecutable(SHELL)) {
            return;
        }
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NEW_SESSION)) {
            command.add(NEW_SESSION.toString());
        }
        command.addAll(List.of(SHELL.toString(), "-c", SCRIPT, "postgres-guard", data.toString()));
        Process guard = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // also keeps the process, and with it the open input, from the garbage collector
        var unused = guard.onExit()
                .thenRun(() -> System.err.println("the guard of " + data + " ended, and ends the database with it"));
    }
}
