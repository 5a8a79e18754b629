package com.example.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.spi.ShellCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a back end gets from the public API alone, with a shell of its own: a blackhole to its proven end. */
@Timeout(120)
@NeedsNamespaces
class RoomIT {

    private static final String NEIGHBOUR = "198.18.1.2";
    private static final String OTHER = "198.18.1.3";
    private static final int PORT = 7007;

    private final String room =
            String.format("rlt-%06x-o", ThreadLocalRandom.current().nextInt(1 << 24));

    @TempDir
    private Path directory;

    /** The room has a neighbour who answers every connection, with a refusal. */
    @BeforeEach
    void lay() {
        for (String name : List.of(room, room + "n")) {
            must("ip netns add " + name);
            must("ip -n " + name + " link set lo up");
        }
        must("ip -n " + room + " link add door type veth peer name door netns " + room + "n");
        must("ip -n " + room + " addr add 198.18.1.1/24 dev door");
        must("ip -n " + room + " link set door up");
        for (String address : List.of(NEIGHBOUR, OTHER)) {
            must("ip -n " + room + "n addr add " + address + "/24 dev door");
        }
        must("ip -n " + room + "n link set door up");
        await().until(() -> answers(NEIGHBOUR) && answers(OTHER));
    }

    @AfterEach
    void clear() {
        succeeds("ip", "netns", "del", room);
        succeeds("ip", "netns", "del", room + "n");
    }

    private static void must(String command) {
        assertThat(succeeds(command.split(" ", -1))).as(command).isTrue();
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether a connection from the room gets an answer within 300 ms, past the code under test. */
    private boolean answers(String address) {
        String script = "timeout 0.3 bash -c 'exec 3<>/dev/tcp/$0/$1' \"$1\" \"$2\" 2>&1";
        return new RoomShell(room)
                .run(ShellCommand.script(script).withArguments(address, Integer.toString(PORT)))
                .output()
                .contains("refused");
    }

    private String tables() {
        return new RoomShell(room)
                .run(ShellCommand.program("nft", "list", "tables"))
                .output();
    }

    private static ExperimentBuilder experiment(String room, Path directory) {
        return Reliability.experiment("outside")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.lease", "1s")
                .target("shop", "room:" + room);
    }

    private static FaultSpec blackhole() {
        return FaultSpec.blackhole("shop").list("addresses", List.of(NEIGHBOUR));
    }

    @Test
    void aBlackholeBitesSparesAndIsGone() throws Exception {
        ExperimentResult result = experiment(room, directory)
                .attack(blackhole().duration("2s"))
                .run(() -> {
                    assertThat(answers(NEIGHBOUR)).isFalse();
                    assertThat(answers(OTHER)).isTrue();
                });
        assertThat(result.message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
        assertThat(result.faults().get(0).bite()).contains("of " + NEIGHBOUR + " dropped");
        assertThat(answers(NEIGHBOUR)).isTrue();
        assertThat(tables()).isEmpty();
    }

    @Test
    void aBlackholeEndsWithItsControllerAndIsUndoneByTheNextRun() throws Exception {
        Process controller = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RoomIT.class.getName(),
                        room,
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = controller.inputReader()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> "BEGUN".equals(lines.readLine()));
            await().until(() -> !answers(NEIGHBOUR));
            assertThat(answers(OTHER)).isTrue();
        } finally {
            controller.destroyForcibly();
        }
        controller.waitFor();
        await().until(() -> answers(NEIGHBOUR));
        await().until(() -> tables().isEmpty());
        assertThat(runs()).as("what the next run reads").hasSize(1);
        ExperimentResult next = experiment(room, directory)
                .attack(FaultSpec.blackhole("shop")
                        .list("addresses", List.of(OTHER))
                        .duration("1s"))
                .run(() -> assertThat(answers(OTHER)).isFalse());
        assertThat(Files.readString(next.journal().orElseThrow()))
                .contains("A dead run left blackhole of shop: undone");
        assertThat(runs()).isEmpty();
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state/runs"))) {
            return files.toList();
        }
    }

    /** A controller that lives until it is killed. */
    public static void main(String[] arguments) {
        experiment(arguments[0], Path.of(arguments[1]))
                .attack(blackhole().duration("10m"))
                .evaluate(() -> {
                    System.out.println("BEGUN");
                    new CountDownLatch(1).await();
                });
    }
}
