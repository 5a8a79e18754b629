package dev.reliability.internal.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What this machine can do with processes. */
public final class Platform {

    private static final String OS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    private static final boolean WINDOWS = OS.startsWith("windows");
    private static final boolean LINUX = OS.startsWith("linux") && Files.isReadable(Path.of("/proc/self/stat"));

    private Platform() {}

    public static boolean isWindows() {
        return WINDOWS;
    }

    /** Whether {@code /proc} can be read, so that state, session and environment of processes are known. */
    public static boolean hasProc() {
        return LINUX;
    }
}
