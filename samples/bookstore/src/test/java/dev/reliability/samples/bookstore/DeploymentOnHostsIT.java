package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of the pipeline deploy to hosts with a real OpenSSH server, and never to the second colour unless the first is proven.
 * Maven is a script that says whether the reliability tests of a step pass; that they mean something is tested elsewhere.
 */
@Tag("namespaces")
class DeploymentOnHostsIT {

    private static final String BLUE = "bookstore-api-blue";
    private static final String GREEN = "bookstore-api-green";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAVEN =
            """
            #!/bin/bash
            # plays Maven: the tests of the steps named by FAILING do not pass
            printf '%s\\n' "$*" >>"$PIPELINE_DIR/maven.log"
            for word in "$@"; do
              case $word in
                -Dmdep.outputFile=*) printf '%s' "$CLASS_PATH" >"${word#*=}" ;;
                -Dgroups=*) [[ ${word#*=} != "${FAILING:-}" ]] || exit 1 ;;
              esac
            done
            """;

    private static Hosts hosts;
    private static int releases = 1;

    @TempDir
    Path directory;

    private record Ended(int code, String said) {}

    @BeforeAll
    static void boot() {
        Hosts.missing().ifPresent(missing -> Assumptions.abort("The deployment is not tested: it " + missing));
        hosts = Hosts.boot(plan -> Releases.install(plan, "1"));
    }

    @AfterAll
    static void end() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @BeforeEach
    void maven() throws IOException {
        Path maven = Files.writeString(directory.resolve("mvn"), MAVEN);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        hosts.awaitService();
    }

    private Ended step(String step, Map<String, String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(step.split(" ", -1)));
        command.set(0, Releases.PIPELINE.resolve(command.get(0)).toString());
        Path said = directory.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("PIPELINE_DIR", directory.toString()),
                        // each step begins by removing what is there, and this build's own evidence must stay
                        Map.entry(
                                "BOOKSTORE_EVIDENCE",
                                directory.resolve("evidence").toString()),
                        Map.entry("MVN", directory.resolve("mvn").toString()),
                        Map.entry("CLASS_PATH", String.join(":", Releases.classPath())),
                        Map.entry("SSH_CONFIG", hosts.plan().sshConfiguration().toString()),
                        Map.entry("SSH_BLUE", "root@" + hosts.address(BLUE)),
                        Map.entry("SSH_GREEN", "root@" + hosts.address(GREEN)),
                        Map.entry("HEALTH_BLUE", url(BLUE)),
                        Map.entry("HEALTH_GREEN", url(GREEN)),
                        // their init starts what has ended, also what has just ended by itself
                        Map.entry("RESTART", "pkill -x java || true"),
                        Map.entry("HEALTHY", "2"),
                        Map.entry("PATIENCE", "40")));
        builder.environment().putAll(more);
        int code = builder.start().waitFor();
        Ended ended = new Ended(code, Files.readString(said, StandardCharsets.UTF_8));
        System.out.println(step + " ended with " + code + ":\n" + ended.said());
        return ended;
    }

    private Ended step(String step) throws IOException, InterruptedException {
        return step(step, Map.of());
    }

    private static String url(String host) {
        return "http://" + hosts.address(host) + "/health";
    }

    private static String version(String host) {
        try {
            HttpResponse<String> health = Http.get(url(host), Duration.ofSeconds(2));
            return health.headers().firstValue("X-Version").orElse("none");
        } catch (IOException e) {
            return "no answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "no answer";
        }
    }

    private static String process(String host) {
        String process = hosts.login(host, "pgrep -x java").strip();
        assertThat(process).matches("\\d+");
        return process;
    }

    /** Packs a release that no other test has. */
    private String release() throws IOException, InterruptedException {
        String version = "release-" + ++releases;
        Releases.pack(version, directory.resolve("bookstore.tar.gz"));
        Files.writeString(directory.resolve("VERSION"), version);
        return version;
    }

    private void proven(String colour, String version) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("proven")).resolve(colour), version);
    }

    @Test
    void aChangeGoesThroughAllSteps() throws Exception {
        String version = "change-" + ++releases;
        for (String step : PipelineSteps.ofAChange(PipelineSteps.JENKINS)) {
            assertThat(step(step, Map.of("BOOKSTORE_VERSION", version)).code())
                    .as(step)
                    .isZero();
        }
        assertThat(List.of(version(BLUE), version(GREEN))).containsOnly(version);
        assertThat(hosts.login(BLUE, "ls " + Releases.PLACE + "/releases").lines())
                .as("this one and the one before")
                .hasSize(2)
                .contains(version);
        assertThat(Files.readString(directory.resolve("reports/index.html")))
                .contains("blue: passed", "green: passed", "disaster-recovery: passed");
        assertThat(Files.readAllLines(directory.resolve("maven.log")))
                .filteredOn(line -> line.contains("-Dgroups="))
                .hasSize(3)
                .allMatch(line -> line.contains("-Dreliability.profile=production -Dreliability.protected=production"));
    }

    @Test
    void aChangeThatFailsOnBlueNeverReachesGreen() throws Exception {
        String green = version(GREEN);
        String process = process(GREEN);
        String version = "change-" + ++releases;
        List<String> done = new ArrayList<>();
        for (String step : PipelineSteps.ofAChange(PipelineSteps.ACTIONS)) {
            done.add(step);
            if (step(step, Map.of("BOOKSTORE_VERSION", version, "FAILING", "blue"))
                            .code()
                    != 0) {
                break;
            }
        }
        assertThat(done).last().isEqualTo("reliability.sh blue");
        assertThat(version(BLUE)).isEqualTo(version);

        Ended forced = step("deploy.sh green second");
        assertThat(forced.code()).isEqualTo(3);
        assertThat(forced.said())
                .contains(
                        "Nothing was deployed to green: " + version + " has not passed the reliability tests on blue.");
        assertThat(version(GREEN)).isEqualTo(green);
        assertThat(process(GREEN)).isEqualTo(process);
        assertThat(step("report.sh").code()).isZero();
        assertThat(Files.readString(directory.resolve("reports/index.html")))
                .contains("blue: not passed", "green: did not run");
    }

    @Test
    void theSecondIsNotTouchedWhileTheFirstIsSick() throws Exception {
        String green = version(GREEN);
        String process = process(GREEN);
        String version = release();
        proven("blue", version);
        String database = hosts.address("bookstore-database");
        hosts.login(BLUE, "ip route add blackhole " + database + "/32");
        try {
            await().atMost(PATIENCE).until(() -> Http.status(url(BLUE)) == 503);
            Ended ended = step("deploy.sh green second");
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.said())
                    .contains("Nothing was deployed to green: blue is not healthy (" + url(BLUE)
                            + "), and somebody has to serve users.");
        } finally {
            hosts.login(BLUE, "ip route del blackhole " + database + "/32");
        }
        assertThat(version(GREEN)).isEqualTo(green);
        assertThat(process(GREEN)).isEqualTo(process);
    }

    @Test
    void aReleaseThatDoesNotWorkIsRolledBack() throws Exception {
        String before = version(BLUE);
        String process = process(BLUE);
        String version = "broken-" + ++releases;
        // the class path of the API without the API
        ProcessBuilder pack = new ProcessBuilder(
                "bash",
                Releases.PIPELINE.resolve("pack.sh").toString(),
                version,
                directory.resolve("bookstore.tar.gz").toString(),
                Releases.PIPELINE.toString());
        pack.environment().put("PIPELINE_DIR", directory.toString());
        assertThat(pack.inheritIO().start().waitFor()).isZero();
        Files.writeString(directory.resolve("VERSION"), version);

        Ended ended = step("deploy.sh blue first", Map.of("PATIENCE", "8"));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said())
                .contains(version + " does not become healthy on blue (waited for up to 8 s); going back to " + before)
                .contains(version + " was not deployed: blue serves " + before + " again.");
        assertThat(version(BLUE)).isEqualTo(before);
        assertThat(process(BLUE)).as("the service was restarted").isNotEqualTo(process);
    }

    @Test
    void aReleaseThatIsNotWhatWasBuiltIsNotDeployed() throws Exception {
        String before = version(BLUE);
        String process = process(BLUE);
        release();
        Files.writeString(directory.resolve("bookstore.tar.gz"), "more", StandardOpenOption.APPEND);
        Ended ended = step("deploy.sh blue first");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.said()).contains("is not what was built");
        assertThat(version(BLUE)).isEqualTo(before);
        assertThat(process(BLUE)).isEqualTo(process);
    }

    @Test
    void aVersionIsNoCommand() throws Exception {
        release();
        Files.writeString(directory.resolve("VERSION"), "1;reboot");
        assertThat(step("deploy.sh blue first").code()).isEqualTo(2);
        Files.writeString(directory.resolve("VERSION"), "../../1");
        assertThat(step("deploy.sh blue first").code()).isEqualTo(2);
        assertThat(step("deploy.sh red first").code()).isEqualTo(2);
        assertThat(step("deploy.sh blue third").code()).isEqualTo(2);
    }
}
