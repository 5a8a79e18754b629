package dev.reliability.samples.greeting;

import dev.reliability.local.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The webapp and its services as processes of this machine, each at a port of its own. */
final class Greeting {

    private final int webappPort = freePort();
    private final int namePort = freePort();
    private final List<Integer> greeterPorts;

    private Greeting(int greeters) {
        greeterPorts = IntStream.range(0, greeters).mapToObj(i -> freePort()).toList();
    }

    static Greeting with(int greeters) {
        return new Greeting(greeters);
    }

    /** Where users go. */
    String url() {
        return url(webappPort);
    }

    ManagedProcess webapp() {
        return naiveWebapp().build();
    }

    /** The webapp that gives up in time and greets without a greeter. */
    ManagedProcess patientWebapp() {
        return naiveWebapp().env("PATIENCE", "1000").build();
    }

    private ManagedProcess.Builder naiveWebapp() {
        return java("webapp", Webapp.class)
                .env("PORT", String.valueOf(webappPort))
                .env("GREETERS", greeterPorts.stream().map(Greeting::url).collect(Collectors.joining(",")))
                .env("NAME", url(namePort))
                .readyWhen(url() + "/health");
    }

    ManagedProcess greeter(int number) {
        int port = greeterPorts.get(number - 1);
        return java(number == 1 ? "greeter" : "second-greeter", TextService.class, String.valueOf(port), "Hello")
                .readyWhen(url(port))
                .build();
    }

    ManagedProcess name() {
        return java("name", TextService.class, String.valueOf(namePort), "Ada")
                .readyWhen(url(namePort))
                .build();
    }

    private static ManagedProcess.Builder java(String name, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return ManagedProcess.command(command).name(name);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
