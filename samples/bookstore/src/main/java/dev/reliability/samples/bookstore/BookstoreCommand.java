package dev.reliability.samples.bookstore;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a process of the Bookstore is started: its command line and what it needs in its environment. Values may hold
 * placeholders for whoever starts the process, such as the address of a link:
 *
 * <pre>{@code
 * int port = BookstoreCommand.freePort("127.0.0.2", "127.0.0.3");
 * BookstoreCommand blue = BookstoreCommand.api("bookstore-api-blue", "127.0.0.2", port,
 *         "${link.db.bookstore.example}", "http://${link.cdn.bookstore.example}");
 * Process process = blue.with("HEALTH", "always-ok").processBuilder().start();
 * }</pre>
 *
 * @param command the command line, for the JVM and the class path of the calling process
 * @param environment what is added to the environment; the variables are explained at each main class
 */
public record BookstoreCommand(List<String> command, Map<String, String> environment) {

    /** Copies both. */
    public BookstoreCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * A Bookstore API.
     *
     * @param name answered as {@code X-Served-By}
     * @param address IP address to listen on
     * @param database HOST:PORT
     * @param cdn base URL
     * @see BookstoreApi
     */
    public static BookstoreCommand api(String name, String address, int port, String database, String cdn) {
        return java(BookstoreApi.class, "-Xmx96m")
                .with("NAME", name)
                .with("BIND", address)
                .with("PORT", Integer.toString(port))
                .with("DB", database)
                .with("CDN_URL", cdn);
    }

    /** The origin of the covers. @see CdnOrigin */
    public static BookstoreCommand cdn(String address, int port) {
        return java(CdnOrigin.class, "-Xmx48m").with("BIND", address).with("PORT", Integer.toString(port));
    }

    /** The database, on the loopback addresses. @see BookstoreDatabase */
    public static BookstoreCommand database(int port) {
        return java(BookstoreDatabase.class, "-Xmx192m").with("PORT", Integer.toString(port));
    }

    /**
     * The front door over DNS.
     *
     * @param port for DNS, over UDP and TCP
     * @param httpPort for {@code /health} and {@code /log}
     * @param healthUrl of the primary
     * @see DnsFrontDoor
     */
    public static BookstoreCommand dns(int port, int httpPort, String primary, String secondary, String healthUrl) {
        return java(DnsFrontDoor.class, "-Xmx48m")
                .with("PORT", Integer.toString(port))
                .with("HTTP_PORT", Integer.toString(httpPort))
                .with("PRIMARY", primary)
                .with("SECONDARY", secondary)
                .with("HEALTH_URL", healthUrl);
    }

    /**
     * The front door over HTTP.
     *
     * @param port where the Bookstore is to be found
     * @param httpPort for {@code /health} and {@code /log} of the front door
     * @param primary base URL
     * @param secondary base URL
     * @param healthUrl of the primary
     * @see HttpFrontDoor
     */
    public static BookstoreCommand frontDoor(
            int port, int httpPort, String primary, String secondary, String healthUrl) {
        return java(HttpFrontDoor.class, "-Xmx64m")
                .with("PORT", Integer.toString(port))
                .with("HTTP_PORT", Integer.toString(httpPort))
                .with("PRIMARY", primary)
                .with("SECONDARY", secondary)
                .with("HEALTH_URL", healthUrl);
    }

    /** The same command with one variable added or replaced; an empty value counts as not set. */
    public BookstoreCommand with(String variable, String value) {
        Map<String, String> changed = new LinkedHashMap<>(environment);
        changed.put(variable, value);
        return new BookstoreCommand(command, changed);
    }

    /** For starting the process by hand, without placeholders; standard error joins standard output. */
    public ProcessBuilder processBuilder() {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    /**
     * A port number that is free at the moment on all these addresses, for TCP and UDP.
     *
     * @throws IOException if an address does not exist on this machine, or no number was free on all of them
     */
    public static int freePort(String... addresses) throws IOException {
        IOException last = new IOException("no address given");
        for (int attempt = 0; attempt < 50; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(addresses[0]))) {
                int port = first.getLocalPort();
                for (int i = 0; i < addresses.length; i++) {
                    requireFree(new InetSocketAddress(addresses[i], port), i > 0);
                }
                return port;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("no port is free on all of " + String.join(", ", addresses), last);
    }

    private static void requireFree(InetSocketAddress address, boolean tcp) throws IOException {
        new DatagramSocket(address).close();
        if (tcp) {
            new ServerSocket(address.getPort(), 1, address.getAddress()).close();
        }
    }

    /** Five of these start at the same time on a laptop: what counts is to be up soon, not to be fast later. */
    private static BookstoreCommand java(Class<?> main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), main.getName()));
        return new BookstoreCommand(command, Map.of());
    }

    private static String absolute(String classPath) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(classPath)
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
