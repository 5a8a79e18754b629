package dev.reliability.internal.docker;

import dev.reliability.internal.docker.EngineSocket.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The process of a {@link ContainerGuard}. It acts when its standard input ends, as it does with the JVM at the other end, or when
 * the time is over. Needs nothing but the JDK.
 */
final class ContainerGuardMain {

    static final String READY = "ready";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long GIVE_UP_AFTER = TimeUnit.MINUTES.toNanos(5);
    private static final int PAUSE_MILLIS = 500;

    /** An address that somebody else has meanwhile is refused with the same status. */
    private static final Pattern CONNECTED = Pattern.compile("already (exists in|connected to|attached to) network");

    private ContainerGuardMain() {}

    /**
     * Arguments: address of the engine, path of the order and what is sent along, after how many milliseconds at most, and for how
     * many it is repeated.
     */
    public static void main(String[] arguments) throws InterruptedException {
        EngineSocket engine = new EngineSocket(arguments[0]);
        CountDownLatch over = new CountDownLatch(1);
        Thread input = new Thread(() -> awaitEnd(over), "input");
        input.setDaemon(true);
        input.start();
        System.out.println(READY);
        boolean ended = over.await(Long.parseLong(arguments[3]), TimeUnit.MILLISECONDS);
        long began = System.nanoTime();
        long insist = began + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[4]));
        boolean done = false;
        while (!done || System.nanoTime() - insist < 0) {
            done |= order(engine, arguments[1], arguments[2]);
            if (!done && System.nanoTime() - began > GIVE_UP_AFTER) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        System.exit(ended ? 0 : 1);
    }

    private static void awaitEnd(CountDownLatch over) {
        try {
            if (System.in.read() >= 0) {
                Runtime.getRuntime().halt(0);
            }
        } catch (IOException e) {
            // a broken pipe means the same as its end
        }
        over.countDown();
    }

    private static boolean order(EngineSocket engine, String path, String body) {
        try {
            Answer answer = engine.call("POST", path, body, TIMEOUT);
            int status = answer.status();
            // not there any more, so already, or not paused: nothing is left to undo
            return status / 100 == 2
                    || status == 304
                    || status == 404
                    || status == 409
                    || path.endsWith("/unpause")
                    || CONNECTED.matcher(answer.text()).find();
        } catch (IOException e) {
            return false;
        }
    }
}
