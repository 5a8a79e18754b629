package dev.reliability.internal.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A client of a link in a process of its own; one command per line, one answer to each. Ends with its input. */
final class ForeignClient implements AutoCloseable {

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private ForeignClient(Process process) {
        this.process = process;
        commands = process.outputWriter(StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    static ForeignClient start(int port) throws IOException {
        return new ForeignClient(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeignClient.class.getName(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** {@code connect NAME}, {@code send NAME TEXT}, {@code read NAME} or {@code witness}. */
    String tell(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        return answers.readLine();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroy();
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Map<String, Socket> sockets = new HashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "connect" -> {
                    sockets.put(words[1], new Socket(Sockets.LOOPBACK, Integer.parseInt(arguments[0])));
                    System.out.println("ok");
                }
                case "send" -> {
                    Peers.send(sockets.get(words[1]), words[2]);
                    System.out.println("ok");
                }
                case "witness" -> System.out.println(LinkWitness.shared().pid());
                default -> System.out.println(Peers.glance(sockets.get(words[1])));
            }
        }
    }
}
