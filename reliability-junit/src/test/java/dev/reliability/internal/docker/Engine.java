package dev.reliability.internal.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@link OwnEngine} that the tests of this JVM share. */
public final class Engine {

    /** The image that the engine has: busybox. */
    public static final String IMAGE = OwnEngine.IMAGE;

    private static final OwnEngine SHARED = new OwnEngine();

    private Engine() {}

    static OwnEngine shared() {
        return SHARED;
    }

    /** Says why there is none. */
    static Optional<String> refusal() {
        return SHARED.refusal();
    }

    /** Where it is. */
    public static String address() {
        return SHARED.address();
    }

    public static String docker(String... words) {
        return SHARED.docker(words);
    }

    public static void web(String name, String... options) {
        SHARED.web(name, options);
    }

    public static String ip(String name) {
        return SHARED.ip(name);
    }

    public static String state(String name, String field) {
        return SHARED.state(name, field);
    }

    public static boolean in(String name, String... command) {
        return SHARED.in(name, command);
    }

    /** The tables of the packet filter in a container's network, seen by a program of the machine. */
    public static List<String> tables(String name) {
        return tablesOf(state(name, "Pid"));
    }

    /** The same, by the id of the container's first process. */
    public static List<String> tablesOf(String pid) {
        try {
            Process nft = new ProcessBuilder("nsenter", "--target", pid, "--net", "nft", "list", "tables")
                    .redirectErrorStream(true)
                    .start();
            nft.getOutputStream().close();
            String text = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> line.contains(" rl_")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the kernel held the processes of a container back because they had used the processors that they are given. */
    public static long throttled(String id) {
        for (Path root : List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/cpu"))) {
            try (Stream<Path> groups = Files.list(root)) {
                Optional<Path> file = groups.map(group -> group.resolve(id).resolve("cpu.stat"))
                        .filter(Files::exists)
                        .findFirst();
                if (file.isPresent()) {
                    return Files.readAllLines(file.get()).stream()
                            .filter(line -> line.startsWith("nr_throttled "))
                            .mapToLong(line -> Long.parseLong(line.substring("nr_throttled ".length())))
                            .findFirst()
                            .orElse(0);
                }
            } catch (IOException e) {
                // then they are elsewhere
            }
        }
        throw new IllegalStateException("no control group of " + id);
    }

    /** The guards of containers that a process has started, and its children. */
    static List<ProcessHandle> guards(ProcessHandle controller) {
        return controller
                .descendants()
                .filter(process -> commandLine(process).contains(ContainerGuardMain.class.getName()))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    public static void remove(String... names) {
        SHARED.remove(names);
    }

    public static String helperImage() {
        return SHARED.helperImage();
    }
}
