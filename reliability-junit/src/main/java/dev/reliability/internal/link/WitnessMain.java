package dev.reliability.internal.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The main class of the witness process; a single class file that needs nothing but the JDK. It ends with its standard
 * input. Commands: {@code bind ID}, answered with the local port, then {@code go ID HOST PORT CONNECT-MS WAIT-MS},
 * answered with what was seen and the nanoseconds it took. {@code bind-datagrams ID} and {@code go-datagrams ID HOST PORT COUNT WAIT-MS}
 * do the same with so many datagrams.
 */
final class WitnessMain {

    private static final int NONCE = 16;

    private WitnessMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            removeFrom(Path.of(arguments[0]));
        }
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream answers = System.out;
        Map<String, Socket> bound = new HashMap<>();
        Map<String, DatagramSocket> datagrams = new HashMap<>();
        rehearse();
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            String id = words[1];
            if (words[0].equals("bind-datagrams")) {
                DatagramSocket socket = new DatagramSocket();
                datagrams.put(id, socket);
                say(answers, id + " BOUND " + socket.getLocalPort());
            } else if (words[0].equals("go-datagrams")) {
                DatagramSocket socket = datagrams.remove(id);
                InetSocketAddress target =
                        new InetSocketAddress(InetAddress.getAllByName(words[2])[0], Integer.parseInt(words[3]));
                int count = Integer.parseInt(words[4]);
                int waitMillis = Integer.parseInt(words[5]);
                watching(id, () -> say(answers, id + " " + watch(socket, target, count, waitMillis)));
            } else if (words[0].equals("bind")) {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(0));
                bound.put(id, socket);
                say(answers, id + " BOUND " + socket.getLocalPort());
            } else {
                Socket socket = bound.remove(id);
                InetAddress address = InetAddress.getAllByName(words[2])[0];
                InetSocketAddress target = new InetSocketAddress(address, Integer.parseInt(words[3]));
                int connectMillis = Integer.parseInt(words[4]);
                int waitMillis = Integer.parseInt(words[5]);
                watching(id, () -> say(answers, id + " " + watch(socket, target, connectMillis, waitMillis)));
            }
        }
    }

    /** This class was unpacked for this process alone, which has loaded it. */
    private static void removeFrom(Path root) throws IOException {
        Path file = root.resolve(WitnessMain.class.getName().replace('.', '/') + ".class");
        for (Path path = file; !path.equals(root.getParent()); path = path.getParent()) {
            Files.delete(path);
        }
    }

    private static void watching(String id, Runnable task) {
        Thread watcher = new Thread(task, "watch " + id);
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void say(PrintStream answers, String line) {
        answers.println(line);
        answers.flush();
    }

    /** Loads and links what an observation needs, so that the first one is as quick as the others. */
    private static void rehearse() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(0));
            watch(socket, (InetSocketAddress) server.getLocalSocketAddress(), 1000, 1);
        }
    }

    private static String watch(Socket socket, InetSocketAddress target, int connectMillis, int waitMillis) {
        long start = System.nanoTime();
        String seen;
        try (socket) {
            socket.setTcpNoDelay(true);
            // leaves no TIME_WAIT here and no silent connection at the link
            socket.setSoLinger(true, 0);
            socket.connect(target, connectMillis);
            start = System.nanoTime();
            seen = exchange(socket, waitMillis);
        } catch (ConnectException e) {
            seen = "REFUSED";
        } catch (SocketTimeoutException e) {
            seen = "UNREACHED";
        } catch (IOException e) {
            seen = "RESET";
        }
        return seen + " " + (System.nanoTime() - start);
    }

    private static String watch(DatagramSocket socket, InetSocketAddress target, int count, int waitMillis) {
        long start = System.nanoTime();
        int back = 0;
        String seen = "";
        try (socket) {
            socket.connect(target);
            socket.setSoTimeout(Math.max(1, waitMillis));
            byte[] nonce = new byte[NONCE];
            for (int i = 0; i < count; i++) {
                ThreadLocalRandom.current().nextBytes(nonce);
                socket.send(new DatagramPacket(nonce, NONCE));
            }
            for (; back < count; back++) {
                socket.receive(new DatagramPacket(new byte[NONCE], NONCE));
            }
        } catch (SocketTimeoutException e) {
            seen = back == 0 ? "SILENT" : "LOST";
        } catch (PortUnreachableException e) {
            seen = "REFUSED";
        } catch (IOException e) {
            seen = "RESET";
        }
        return (seen.isEmpty() ? "ECHOED" : seen) + " " + (System.nanoTime() - start);
    }

    private static String exchange(Socket socket, int waitMillis) throws IOException {
        byte[] nonce = new byte[NONCE];
        ThreadLocalRandom.current().nextBytes(nonce);
        socket.setSoTimeout(Math.max(1, waitMillis));
        try {
            socket.getOutputStream().write(nonce);
            byte[] answer = socket.getInputStream().readNBytes(NONCE);
            return answer.length == NONCE && Arrays.equals(answer, nonce) ? "ECHOED" : "CLOSED";
        } catch (SocketTimeoutException e) {
            return "SILENT";
        }
    }
}
