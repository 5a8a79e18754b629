package dev.reliability.internal.link.fault;

import dev.reliability.local.ManagedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that calls its dependencies when it is told to, and says what it met. */
public final class Caller implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 1_000;
    private static final Pattern LISTENING = Pattern.compile("listening on (\\d+)");

    public final ManagedProcess process;

    private Caller(ManagedProcess process) {
        this.process = process;
    }

    /** A description of the process, to which links can be added. */
    public static ManagedProcess.Builder describe() {
        return ManagedProcess.command(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Caller.class.getName())
                .name("caller")
                .readyWhen("log:" + LISTENING.pattern())
                .stopGrace(Duration.ZERO);
    }

    public static Caller start(ManagedProcess.Builder description) {
        ManagedProcess process = description.build();
        process.start();
        return new Caller(process);
    }

    /** Has the process call a dependency; returns {@code echoed MILLIS}, {@code silent}, {@code ended} or {@code refused}. */
    public String call(String link) throws IOException {
        return call(process.linkPort(link));
    }

    /** Has the process call a port of this machine; returns the same. */
    public String call(int port) throws IOException {
        return call(port, PATIENCE_MILLIS);
    }

    /** Has the process call a port of this machine and wait so long for the answer; returns the same. */
    public String call(int port, int millis) throws IOException {
        Matcher matcher = LISTENING.matcher(process.output());
        if (!matcher.find()) {
            throw new IOException("the process does not say where it listens: " + process.output());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)))) {
            PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
            out.println(port + " " + millis);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Override
    public void close() {
        process.close();
    }

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            System.out.println("listening on " + server.getLocalPort());
            while (true) {
                try (Socket socket = server.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII)
                            .println(callPort(in.readLine().split(" ", 2)));
                }
            }
        }
    }

    private static String callPort(String[] command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(command[0]))) {
            socket.setSoTimeout(Integer.parseInt(command[1]));
            long sent = System.nanoTime();
            socket.getOutputStream().write('x');
            int answer = socket.getInputStream().read();
            return answer == 'x' ? "echoed " + (System.nanoTime() - sent) / 1_000_000 : "ended";
        } catch (SocketTimeoutException e) {
            return "silent";
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketException e) {
            return "ended";
        }
    }
}
