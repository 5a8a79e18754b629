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

    /** An address that somebody else has meanwhile is refused with the same status as a network that it is on already. */
    private static final Pattern SO_ALREADY =
            Pattern.compile("already (exists in|connected to|attached to) network|is not paused");

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
        undo(engine, arguments[1], arguments[2], TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[4])));
        System.exit(ended ? 0 : 1);
    }

    /**
     * An engine that finds nothing to undo may have the deed still before it: that counts from when it answers, since one that was
     * frozen does both at once. One that undid something has it behind it; whatever comes then is the deed of somebody else.
     */
    private static void undo(EngineSocket engine, String path, String body, long insist) throws InterruptedException {
        long began = System.nanoTime();
        long settled = began;
        boolean idle = false;
        while (idle ? System.nanoTime() - settled < insist : System.nanoTime() - began <= GIVE_UP_AFTER) {
            Outcome outcome = order(engine, path, body);
            if (outcome == Outcome.UNDONE) {
                return;
            }
            if (outcome == Outcome.NOTHING_TO_UNDO && !idle) {
                idle = true;
                settled = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private enum Outcome {
        UNDONE,
        NOTHING_TO_UNDO,
        FAILED
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

    private static Outcome order(EngineSocket engine, String path, String body) {
        try {
            Answer answer = engine.call("POST", path, body, TIMEOUT);
            int status = answer.status();
            if (status / 100 == 2) {
                return Outcome.UNDONE;
            }
            // not there any more, or so already
            return status == 304
                            || status == 404
                            || status == 409
                            || SO_ALREADY.matcher(answer.text()).find()
                    ? Outcome.NOTHING_TO_UNDO
                    : Outcome.FAILED;
        } catch (IOException e) {
            return Outcome.FAILED;
        }
    }
}
