package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be attacked is one plan error, before anything is touched. */
@Timeout(120)
@NeedsDocker
class ContainerBadInputIT {

    @TempDir
    private Path directory;

    @AfterEach
    void remove() {
        Engine.remove("bad-one", "bad-two");
    }

    private ExperimentBuilder experiment(String address) {
        return Reliability.experiment("bad input")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.docker.host", Engine.address())
                .target("web", address);
    }

    private static void refused(ExperimentBuilder experiment, FaultSpec fault, String why) {
        assertThatThrownBy(() -> experiment.attack(fault).run(() -> {
                    throw new AssertionError("it was run");
                }))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(why);
    }

    @Test
    void noEngine() {
        refused(
                experiment("docker:web").property("reliability.docker.host", "unix:///nowhere/engine.sock"),
                FaultSpec.shutdown("web"),
                "the Docker Engine at unix:///nowhere/engine.sock cannot be asked (No such file or directory): start it, or"
                        + " say where it is by reliability.docker.host or DOCKER_HOST");
        refused(
                experiment("docker:web").property("reliability.docker.host", "https://engine:2376"),
                FaultSpec.shutdown("web"),
                "is not the address of a Docker Engine");
    }

    @Test
    void noSuchContainer() {
        refused(experiment("docker:nobody"), FaultSpec.shutdown("web"), "has no container nobody");
        refused(experiment("docker:no/body"), FaultSpec.shutdown("web"), "is not a container: write docker:NAME");
        refused(
                experiment("docker:label:role=nobody"),
                FaultSpec.shutdown("web"),
                "no container of the Docker Engine at " + Engine.address() + " has the label role=nobody");
    }

    @Test
    void aProtectedProfileThatDoesNotAllowIt() {
        Engine.web("bad-one");
        String started = Engine.state("bad-one", "StartedAt");
        refused(
                protectedBy("reliability.protected", experiment("docker:bad-one")),
                FaultSpec.shutdown("web"),
                "web (docker:bad-one) is not allowed by reliability-containers.properties: bad-one is not in"
                        + " allow.containers = shop-*, bad-two");
        refused(
                protectedBy("nothing", experiment("docker:bad-one")),
                FaultSpec.shutdown("web"),
                "profile \"containers\" is protected: to attack it, also set reliability.protected=containers");
        assertThat(Engine.state("bad-one", "StartedAt")).isEqualTo(started);
        Engine.web("bad-two");
        protectedBy("reliability.protected", experiment("docker:bad-two"))
                .attack(FaultSpec.processKill("web", "").text("signal", "STOP").duration("1s"))
                .run(() -> {});
    }

    private static ExperimentBuilder protectedBy(String name, ExperimentBuilder experiment) {
        return experiment.property("reliability.profile", "containers").parameters(asked -> Optional.of("containers")
                .filter(unused -> asked.equals(name)));
    }

    @Test
    void aLabelOfSeveral() {
        Engine.web("bad-one", "--label", "role=web");
        Engine.web("bad-two", "--label", "role=web");
        refused(
                experiment("docker:label:role=web"),
                FaultSpec.shutdown("web"),
                "label role=web is that of 2 containers");
        Engine.docker("kill", "bad-two");
        assertThat(DockerAddress.parse(dev.reliability.spi.Address.parse("docker:label:role=web"))
                        .find(DockerEngine.at(Engine.address()))
                        .name())
                .as("the one that runs")
                .isEqualTo("bad-one");
    }

    @Test
    void aContainerThatDoesNotRun() {
        Engine.web("bad-one");
        Engine.docker("kill", "bad-one");
        refused(experiment("docker:bad-one"), FaultSpec.shutdown("web"), "has ended (exit code 137)");
        Engine.docker("start", "bad-one");
        Engine.docker("pause", "bad-one");
        refused(experiment("docker:bad-one"), FaultSpec.shutdown("web"), "is paused");
        Engine.docker("unpause", "bad-one");
    }

    @Test
    void whatCannotBeUndoneOrWouldHitOthers() {
        Engine.web("bad-one", "--rm", "--network", "host", "--pid", "host");
        refused(experiment("docker:bad-one"), FaultSpec.shutdown("web"), "is removed when it ends (--rm)");
        refused(
                experiment("docker:bad-one"),
                FaultSpec.blackhole("web").list("addresses", List.of("198.18.0.1")),
                "is that of its machine (network mode host)");
        refused(experiment("docker:bad-one"), FaultSpec.processKill("web", "httpd"), "are not its own (PID mode host)");
        refused(experiment("docker:bad-one"), FaultSpec.latency("web", "1s", "db"), "put a link in between");
        refused(
                experiment("docker:bad-one"),
                FaultSpec.processKill("web", "").text("signal", "USR1"),
                "must be one of ABRT, HUP, INT, KILL, QUIT, STOP, TERM");
    }

    @Test
    void aHelperWithoutAnImage() {
        Engine.web("bad-one");
        refused(
                experiment("docker:bad-one").property("reliability.docker.helper", "reliability-sample:missing"),
                FaultSpec.blackhole("web").list("addresses", List.of("198.18.0.1")),
                "has no image reliability-sample:missing (reliability.docker.helper)");
        refused(
                experiment("docker:bad-one").property("reliability.docker.helper", Engine.IMAGE),
                FaultSpec.blackhole("web").list("addresses", List.of("198.18.0.1")),
                "does not answer as a Linux host with bash 5 does");
        assertThat(Engine.docker("ps", "--all", "--quiet", "--filter", "label=" + Helper.LABEL))
                .as("helpers")
                .isEmpty();
    }
}
