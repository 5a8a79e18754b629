package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ordinary user may do to containers: nothing without a right on the engine's socket, and with it what the engine does. */
@Timeout(180)
@NeedsDocker
class ContainerUserIT {

    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    private Shop shop;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void remove() {
        shop.close();
    }

    /** An attack in a JVM of its own: {@code FAULT ENGINE HELPER CONTAINER DIRECTORY ADDRESS}; prints what became of it. */
    static final class Attack {

        private Attack() {}

        public static void main(String[] arguments) {
            FaultSpec fault = arguments[0].equals("shutdown")
                    ? FaultSpec.shutdown("web")
                    : FaultSpec.blackhole("web").list("addresses", List.of(arguments[5]));
            try {
                System.out.println(Reliability.experiment("ordinary user")
                        .property("reliability.state", arguments[4] + "/users-state")
                        .property("reliability.reports", arguments[4] + "/users-reports")
                        .property("reliability.docker.host", arguments[1])
                        .property("reliability.docker.helper", arguments[2])
                        .target("web", "docker:" + arguments[3])
                        .attack(fault.duration("5s"))
                        .evaluate(run -> run.attacks().get(0).awaitBite())
                        .message());
            } catch (InvalidPlanException e) {
                System.out.println("REFUSED " + e.problems());
            }
        }
    }

    /** May read all that there is, for the class path, but write to nothing that is not this user's or this group's. */
    private String attack(String group, String fault, String helper) throws IOException, InterruptedException {
        Process attack = new ProcessBuilder(
                        "setpriv",
                        "--reuid",
                        NOBODY,
                        "--regid",
                        group,
                        "--clear-groups",
                        "--inh-caps",
                        "-all,+dac_read_search",
                        "--bounding-set",
                        "-all,+dac_read_search",
                        "--ambient-caps",
                        "-all,+dac_read_search",
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Duser.home=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attack.class.getName(),
                        fault,
                        Engine.address(),
                        helper,
                        shop.web,
                        directory.toString(),
                        Engine.ip(shop.db))
                .redirectErrorStream(true)
                .start();
        attack.getOutputStream().close();
        String said = new String(attack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(attack.waitFor()).as(said).isZero();
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutdown", "blackhole"})
    void withoutARightOnTheSocket(String fault) throws Exception {
        String started = Engine.state(shop.web, "StartedAt");
        assertThat(attack(NOBODY, fault, ""))
                .containsOnlyOnce("REFUSED [")
                .containsOnlyOnce("the Docker Engine at " + Engine.address()
                        + " cannot be asked (Permission denied): this user may"
                        + " not use it; run the tests as root or as a member of the group docker")
                .doesNotContain("Injecting");
        assertThat(Engine.state(shop.web, "StartedAt")).isEqualTo(started);
    }

    @Test
    void inTheGroupOfTheSocket() throws Exception {
        Path socket = Path.of(Engine.address().substring("unix://".length()));
        String group = String.valueOf(Files.getAttribute(socket, "unix:gid"));
        String started = Engine.state(shop.web, "StartedAt");
        assertThat(attack(group, "shutdown", "")).contains("Proven: container " + shop.web + " is down");
        assertThat(Engine.state(shop.web, "StartedAt")).isNotEqualTo(started);
        assertThat(attack(group, "blackhole", ""))
                .containsOnlyOnce("REFUSED [")
                .contains("needs root on the machine of its engine (this user is not root), or a helper beside it: say"
                        + " reliability.docker.helper = IMAGE");
    }
}
