package dev.reliability.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends as much as it can for a while: {@code sink PORT}, {@code tcp ADDRESS PORT MILLIS}, {@code udp ADDRESS PORT MILLIS}. */
final class Bulk {

    private Bulk() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "sink" -> sink(Integer.parseInt(arguments[1]));
            case "tcp" -> System.out.println(tcp(arguments));
            case "udp" -> System.out.println(udp(arguments));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Swallows everything; says what it got of a TCP connection by its end. */
    private static void sink(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port);
                DatagramSocket datagrams = new DatagramSocket(port)) {
            Thread udp = new Thread(() -> swallow(datagrams));
            udp.setDaemon(true);
            udp.start();
            System.out.println("ready");
            byte[] buffer = new byte[1 << 18];
            while (true) {
                try (Socket socket = server.accept();
                        InputStream in = socket.getInputStream()) {
                    while (in.read(buffer) >= 0) {
                        // only taken off the wire
                    }
                    socket.getOutputStream().write(1);
                }
            }
        }
    }

    /** What else runs on the machine does not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void swallow(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                socket.receive(packet);
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Bytes per second of CPU time, counted until the other side has them all. */
    private static long tcp(String[] arguments) throws IOException {
        byte[] chunk = new byte[1 << 16];
        try (Socket socket = new Socket(arguments[1], Integer.parseInt(arguments[2]));
                OutputStream out = socket.getOutputStream()) {
            long begin = cpu();
            long until = System.nanoTime() + Long.parseLong(arguments[3]) * 1_000_000;
            long sent = 0;
            while (System.nanoTime() < until) {
                out.write(chunk);
                sent += chunk.length;
            }
            socket.shutdownOutput();
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the sink is gone");
            }
            return (long) (sent / ((cpu() - begin) / 1e9));
        }
    }

    /** Datagrams of 100 bytes per second of CPU time: the sender pays for what the host does to them on their way. */
    private static long udp(String[] arguments) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2])));
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            long begin = cpu();
            long until = System.nanoTime() + Long.parseLong(arguments[3]) * 1_000_000;
            long sent = 0;
            while (System.nanoTime() < until) {
                for (int i = 0; i < 100; i++) {
                    socket.send(packet);
                }
                sent += 100;
            }
            return (long) (sent / ((cpu() - begin) / 1e9));
        }
    }
}
