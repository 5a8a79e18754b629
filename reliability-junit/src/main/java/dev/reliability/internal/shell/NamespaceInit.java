package dev.reliability.internal.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The process that is PID 1 of the PID namespace that goes with a network namespace. */
record NamespaceInit(long pid, String start) {

    /** Stands for an init that was there and is not any more. */
    static final NamespaceInit NONE = new NamespaceInit(-1, "");

    static Optional<NamespaceInit> of(Path networkNamespace) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            Object wanted = Files.getAttribute(networkNamespace, "unix:ino");
            return processes
                    .filter(process ->
                            Character.isDigit(process.getFileName().toString().charAt(0)))
                    .filter(process -> isInit(process, wanted))
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .map(pid -> new NamespaceInit(pid, startOf(pid)))
                    .findFirst();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static boolean isInit(Path process, Object networkNamespace) {
        try {
            return networkNamespace.equals(Files.getAttribute(process.resolve("ns/net"), "unix:ino"))
                    && Files.readAllLines(process.resolve("status")).stream()
                            .filter(line -> line.startsWith("NSpid:"))
                            .map(line -> line.trim().split("\\s+", -1))
                            .anyMatch(pids -> pids.length > 2 && pids[pids.length - 1].equals("1"));
        } catch (IOException e) {
            return false;
        }
    }

    boolean alive() {
        return !start.isEmpty() && start.equals(startOf(pid));
    }

    List<String> entry() {
        return List.of("nsenter", "--target", Long.toString(pid), "--net", "--pid", "--mount", "--");
    }

    private static String startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[0].equals("Z") ? "" : fields[19];
        } catch (IOException e) {
            return "";
        }
    }
}
