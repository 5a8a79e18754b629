package dev.reliability.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts small processes that undo something when this JVM has ended: what ends the build from a terminal does not end them. */
public final class Outliving {

    // ignored signals stay ignored across exec, also in a JVM; a session of its own keeps it out of Ctrl-C's way
    static final String DETACHED = "trap '' HUP INT QUIT TERM; " + OwnSession.EXEC;

    private Outliving() {}

    /**
     * Starts a class of this library that needs nothing but the JDK; its standard input ends with this JVM.
     *
     * @throws IOException if it cannot be started
     */
    public static Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (!Platform.isWindows()) {
            command.addAll(List.of("/bin/sh", "-c", DETACHED, "sh"));
        }
        command.addAll(JavaChild.command(main, arguments.toArray(String[]::new)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                // must not hold a directory that the build wants to delete
                .directory(Path.of(System.getProperty("java.home")).toFile());
        JavaChild.cleanEnvironment(builder.environment());
        return builder.start();
    }
}
