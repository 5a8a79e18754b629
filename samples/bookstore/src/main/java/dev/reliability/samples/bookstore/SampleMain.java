package dev.reliability.samples.bookstore;

import java.time.Duration;
import java.time.Instant;

/** What all mains share: one line when they are ready, one line when they cannot start. */
final class SampleMain {

    private SampleMain() {}

    interface Start {
        /** Starts everything, leaves it running and returns where it listens. */
        String run(Settings settings) throws Exception;
    }

    static void run(String name, Start start) {
        // without it, small answers on kept-alive connections wait 40 ms for a delayed ACK
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            String where = start.run(Settings.ofEnvironment());
            System.out.println(name + " ready at " + where + " " + sinceStart().toMillis() + " ms after its start");
        } catch (Exception e) {
            System.err.println(name + " could not start: " + describe(e));
            System.exit(1);
        }
    }

    static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(plain(failure));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append(", because of ").append(plain(cause));
        }
        return text.toString();
    }

    private static String plain(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.replace('\n', ' ');
    }

    private static Duration sinceStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }
}
