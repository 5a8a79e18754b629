package dev.reliability.testsystem;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Looks at a service from a process that is not the test JVM, and at processes through a shell that reads {@code /proc}. */
public final class Look {

    private Look() {}

    public static void main(String[] arguments) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(arguments[0]).toURL().openConnection();
        connection.setConnectTimeout(1_000);
        connection.setReadTimeout(1_000);
        try {
            System.out.println(connection.getResponseCode());
        } catch (ConnectException e) {
            System.out.println("refused");
        } catch (SocketTimeoutException e) {
            System.out.println("timeout");
        }
    }

    /** Returns the status that a port of this machine answers with, {@code refused} or {@code timeout}. */
    public static String at(int port) throws IOException {
        return said(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Look.class.getName(),
                "http://127.0.0.1:" + port + "/");
    }

    /** Returns the state letter of a process, or {@code gone}. */
    public static String state(long pid) throws IOException {
        return said(
                "sh",
                "-c",
                "read -r id name state rest 2>/dev/null < /proc/$1/stat || state=gone; echo $state",
                "sh",
                "" + pid);
    }

    /** Returns the ticks of CPU time that a process has used. */
    public static long ticks(long pid) throws IOException {
        return Long.parseLong(said("sh", "-c", "set -- $(cat /proc/$1/stat); echo $((${14} + ${15}))", "sh", "" + pid));
    }

    /** Returns a process that descends from one and whose command line has a word. */
    public static Optional<ProcessHandle> descendant(ProcessHandle of, String word) {
        return of.descendants()
                .filter(handle -> handle.info()
                        .commandLine()
                        .filter(line -> line.contains(word))
                        .isPresent())
                .findFirst();
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command)).start();
        try (BufferedReader reader = process.inputReader()) {
            return String.valueOf(reader.readLine());
        } finally {
            process.destroyForcibly();
        }
    }
}
