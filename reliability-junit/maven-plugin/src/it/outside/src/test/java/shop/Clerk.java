package shop;

import java.io.IOException;
import java.io.UncheckedIOException;

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
        return "freeze:" + System.getProperty("clerk", String.valueOf(OWN.pid()));
    }
}
