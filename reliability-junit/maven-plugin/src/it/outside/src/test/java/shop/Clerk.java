package shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that is not the library's, to be frozen: one that the caller of the build started, or one of its own. */
final class Clerk {

    private static final Process OWN = start();

    private Clerk() {}

    private static Process start() {
        try {
            Process process = new ProcessBuilder("sleep", "300").start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String address() {
        return "freeze:" + pid();
    }

    private static String pid() {
        return System.getProperty("clerk", String.valueOf(OWN.pid()));
    }

    /** A body starts beside the injection: what is to happen under the fault must wait for it. */
    static void awaitFrozen() throws IOException, InterruptedException {
        while (!Files.readString(Path.of("/proc", pid(), "stat")).contains(") T")) {
            Thread.sleep(5);
        }
    }
}
