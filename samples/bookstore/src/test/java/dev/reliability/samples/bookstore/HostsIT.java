package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The hosts are machines that can be powered off and booted, never reach the one that they run on, and end with their JVM. */
@Tag("namespaces")
class HostsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path LOGINS = Path.of("/var/log/wtmp");

    private static Process jvm;
    private static HostsPlan plan;

    @BeforeAll
    static void bootFromAnotherJvm() throws IOException {
        Hosts.missing().ifPresent(missing -> Assumptions.abort("The hosts are not tested: it " + missing));
        jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostsMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        assertThat(line).as("what the other JVM said").startsWith("booted ");
        String[] booted = line.split(" ", -1);
        plan = new HostsPlan(Path.of(booted[1]), Integer.parseInt(booted[2]));
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (jvm != null) {
            jvm.destroyForcibly().waitFor();
        }
    }

    @Test
    void goDownAndComeBackAndEndWithTheirJvm() throws Exception {
        Hosts hosts = Hosts.known(plan);
        List<String> places = machine();
        String reachable =
                "stat -c '%n %d:%i' /run /tmp /var/log /dev/shm; readlink /proc/self/ns/{pid,net,mnt,uts,ipc}";
        assertThat(hosts.login("bookstore-api-blue", reachable).lines())
                .hasSize(9)
                .doesNotContainAnyElementsOf(output("bash", "-c", reachable));
        assertThat(hosts.login("bookstore-api-blue", "touch /root/here /etc/here /run/here; ls /run/here")
                        .strip())
                .isEqualTo("/run/here");

        // not twice: the shutdown is written into the log of logins
        hosts.login("bookstore-api-blue", "poweroff -f");
        await().atMost(PATIENCE).until(() -> !isOn("blue"));
        hosts.login("bookstore-api-green", "reboot -f");
        await().atMost(PATIENCE).until(() -> !isOn("green"));
        await().atMost(PATIENCE).until(() -> isOn("green"));
        assertThat(isOn("blue")).as("blue after as long as a reboot takes").isFalse();

        assertThat(output(plan.powerButton().toString(), "blue")).isEmpty();
        await().atMost(PATIENCE)
                .until(() -> hosts.login("bookstore-api-blue", "hostname").contains("api-blue"));
        assertThat(hosts.login("bookstore-api-blue", "ls /run/here"))
                .as("after a boot")
                .isEmpty();
        assertThat(machine()).isEqualTo(places);

        jvm.destroyForcibly();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(left()).isEmpty());
    }

    private static boolean isOn(String host) {
        return Files.exists(plan.directory().resolve("up").resolve(host));
    }

    /** What a shutdown that reached this machine would change. */
    private static List<String> machine() throws IOException {
        return List.of(
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")),
                Files.exists(LOGINS)
                        ? Files.getLastModifiedTime(LOGINS) + " " + Files.size(LOGINS)
                        : "no log of logins",
                String.valueOf(Files.exists(Path.of("/root/here"))),
                String.valueOf(Files.exists(Path.of("/etc/here"))));
    }

    private static List<String> left() throws IOException {
        String directory = plan.directory().toString();
        Stream<String> processes = ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(directory));
        Stream<String> network = Stream.ofNullable(NetworkInterface.getByName("rl" + plan.number()))
                .map(NetworkInterface::getName);
        Stream<String> files = Stream.of(directory).filter(path -> Files.exists(Path.of(path)));
        Stream<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(line -> line.contains(directory) || line.contains("netns/rl-"));
        return Stream.of(processes, network, files, mounts).flatMap(all -> all).toList();
    }

    private static List<String> output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.lines().toList();
        }
    }
}
