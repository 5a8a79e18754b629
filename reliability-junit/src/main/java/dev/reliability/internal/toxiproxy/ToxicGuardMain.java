package dev.reliability.internal.toxiproxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that takes toxics away when whoever added them can no longer do it: when its standard input ends, as
 * it does with the JVM at the other end, or when the time is over, should that JVM be frozen. Needs nothing but the JDK.
 */
final class ToxicGuardMain {

    private static final long GIVE_UP_AFTER = TimeUnit.MINUTES.toNanos(5);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int PAUSE_MILLIS = 500;

    private ToxicGuardMain() {}

    /** Arguments: how many milliseconds it may last at most, and the URLs to delete. */
    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Thread input = new Thread(() -> awaitEnd(over), "input");
        input.setDaemon(true);
        input.start();
        System.out.println("ready");
        boolean released = over.await(Long.parseLong(arguments[0]), TimeUnit.MILLISECONDS);
        System.out.println(released ? "its controller is gone" : "its time is over");
        List<String> left = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        long began = System.nanoTime();
        while (!left.isEmpty() && System.nanoTime() - began < GIVE_UP_AFTER) {
            left.removeIf(ToxicGuardMain::delete);
            if (!left.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
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

    private static boolean delete(String url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestMethod("DELETE");
            int status = connection.getResponseCode();
            return status == 204 || status == 404;
        } catch (ConnectException e) {
            // nobody listens there any more: a server's toxics end with it
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
