package dev.reliability.internal.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The main class of {@link Thaw}'s process: {@code MILLIS PID:START…}. */
final class Thawer {

    static final int ARMED = 'A';

    private Thawer() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<ProcessId> ids = Stream.of(arguments).skip(1).map(Thawer::id).toList();
        CountDownLatch over = new CountDownLatch(1);
        Thread reader = new Thread(() -> awaitEndOfInput(over));
        reader.setDaemon(true);
        reader.start();
        System.out.write(ARMED);
        System.out.flush();
        boolean ended = over.await(Long.parseLong(arguments[0]), TimeUnit.MILLISECONDS);
        Signals.send(ids.stream().filter(ProcessId::isAlive).map(ProcessId::pid).toList(), "CONT");
        System.exit(ended ? 0 : 1);
    }

    private static void awaitEndOfInput(CountDownLatch over) {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            over.countDown();
        }
        over.countDown();
    }

    private static ProcessId id(String text) {
        String[] parts = text.split(":", 2);
        return new ProcessId(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
}
