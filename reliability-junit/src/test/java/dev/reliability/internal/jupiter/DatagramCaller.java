package dev.reliability.internal.jupiter;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;

/** The main class of a process that sends datagrams and counts the answers: {@code PORT COUNT WAIT-MS}. */
final class DatagramCaller {

    private DatagramCaller() {}

    /** What such a process saw: how many answers, and after how many milliseconds the first one. */
    record Answers(int count, long firstAfterMillis) {}

    static Answers send(int port, int count, int waitMillis) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatagramCaller.class.getName(),
                        String.valueOf(port),
                        String.valueOf(count),
                        String.valueOf(waitMillis)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] words = process.inputReader().readLine().split(" ", 2);
        return new Answers(Integer.parseInt(words[0]), Long.parseLong(words[1]));
    }

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[1]);
        int back = 0;
        long first = 0;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(Integer.parseInt(arguments[2]));
            InetSocketAddress target =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                socket.send(new DatagramPacket(new byte[] {(byte) i}, 1, target));
            }
            while (back < count) {
                socket.receive(new DatagramPacket(new byte[1], 1));
                first = back++ == 0 ? (System.nanoTime() - start) / 1_000_000 : first;
            }
        } catch (SocketTimeoutException e) {
            System.err.println("lost: " + (count - back));
        }
        System.out.println(back + " " + first);
    }
}
