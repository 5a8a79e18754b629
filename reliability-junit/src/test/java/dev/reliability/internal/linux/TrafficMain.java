package dev.reliability.internal.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The two ends of {@link Traffic}, each in a JVM of its own inside a namespace. */
public final class TrafficMain {

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long REPORT = TimeUnit.MILLISECONDS.toNanos(20);

    private static long lastSequence = -1;
    private static long lastSent;
    private static long lastReport;

    private TrafficMain() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "echo" -> echo(Integer.parseInt(arguments[1]));
            case "udp" ->
                udp(new InetSocketAddress(InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2])));
            case "tcp" ->
                tcp(new InetSocketAddress(InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2])));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void echo(int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(port));
        ServerSocket server = new ServerSocket(port);
        daemon(() -> {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                daemon(() -> echo(socket));
            }
        });
        System.out.println("listening");
        ByteBuffer buffer = ByteBuffer.allocate(64);
        while (true) {
            var from = channel.receive(buffer.clear());
            try {
                channel.send(buffer.flip(), from);
            } catch (IOException e) {
                // the way back is cut: what the other end then sees is the measurement
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // a client that was killed or cut off; the next one is served all the same
        }
    }

    private static void udp(InetSocketAddress target) throws IOException {
        DatagramChannel channel = DatagramChannel.open().bind(null);
        daemon(() -> {
            ByteBuffer answer = ByteBuffer.allocate(64);
            while (true) {
                channel.receive(answer.clear());
                answer.flip();
                good(answer.getLong(), answer.getLong());
            }
        });
        ByteBuffer question = ByteBuffer.allocate(64);
        long start = System.nanoTime();
        for (long sequence = 0; ; sequence++) {
            LockSupport.parkNanos(start + sequence * EVERY - System.nanoTime());
            try {
                channel.send(
                        question.clear()
                                .putLong(sequence)
                                .putLong(System.nanoTime())
                                .flip(),
                        target);
            } catch (IOException e) {
                // dropped on the way out is reported to the sender: lost, like any other
            }
        }
    }

    private static void tcp(InetSocketAddress target) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(target, 3000);
            socket.setTcpNoDelay(true);
            InputStream input = socket.getInputStream();
            for (long sequence = 0; ; sequence++) {
                long sent = System.nanoTime();
                socket.getOutputStream().write(1);
                if (input.read() < 0) {
                    return;
                }
                good(sequence, sent);
                LockSupport.parkNanos(5 * EVERY);
            }
        }
    }

    private static synchronized void good(long sequence, long sent) {
        PrintStream out = System.out;
        if (lastSequence >= 0 && sequence > lastSequence + 1) {
            out.println("GAP " + lastSent + " " + sent + " " + (sequence - lastSequence - 1));
            lastReport = sent;
        } else if (sent - lastReport > REPORT) {
            out.println("AT " + sent);
            lastReport = sent;
        }
        lastSequence = Math.max(sequence, lastSequence);
        lastSent = sent;
        if (out.checkError()) {
            System.exit(0);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                System.exit(1);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
