package dev.reliability.internal.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A flow between two namespaces, watched: when its packets were sent that came back, and where there was a gap.
 *
 * <p>Times are {@link System#nanoTime()}, which all processes of one machine share on Linux.
 */
public final class Traffic implements AutoCloseable {

    /** A time without answers: sent times of the last good packet before and the first good one after, and the lost. */
    public record Gap(long from, long to, long lost) {}

    private final Process process;
    private final AtomicLong lastGood = new AtomicLong();
    private final List<Gap> gaps = new ArrayList<>();

    private Traffic(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "rlt-traffic");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts an echo server for UDP and TCP on all addresses of a namespace, and waits until it listens. */
    public static void echo(Net net, String namespace, int port) {
        Process process = net.start(namespace, java("echo", Integer.toString(port)));
        try {
            if (process.getInputStream().read() < 0) {
                throw new IllegalStateException("the echo server did not start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a datagram to an echo server each millisecond. */
    public static Traffic udp(Net net, String namespace, String address, int port) {
        return new Traffic(net.start(namespace, java("udp", address, Integer.toString(port))));
    }

    /** Sends a byte over one TCP connection and waits for its echo, again and again. */
    public static Traffic tcp(Net net, String namespace, String address, int port) {
        return new Traffic(net.start(namespace, java("tcp", address, Integer.toString(port))));
    }

    private static List<String> java(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                TrafficMain.class.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    /** When the last packet was sent that came back; 0 before the first. */
    public long lastGood() {
        return lastGood.get();
    }

    /** Whether a packet sent after this time has come back. */
    public boolean flowsSince(long nanoTime) {
        return lastGood.get() - nanoTime > 0 && lastGood.get() != 0;
    }

    /** Gaps that are over, oldest first. */
    public List<Gap> gaps() {
        synchronized (gaps) {
            return List.copyOf(gaps);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("GAP")) {
                    synchronized (gaps) {
                        gaps.add(new Gap(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])));
                    }
                }
                lastGood.set(Long.parseLong(words[words[0].equals("GAP") ? 2 : 1]));
            }
        } catch (IOException e) {
            // the process was ended with the test
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
