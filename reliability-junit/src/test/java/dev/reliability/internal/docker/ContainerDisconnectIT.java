package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container that is taken off one of its two networks; what others see of it there, and what it sees, tells the bite. */
@Timeout(180)
@NeedsDocker
class ContainerDisconnectIT {

    private static final String ALIAS = "shop";

    @TempDir
    private static Path directory;

    private static Shop shop;
    private static String network;
    private static String neighbour;

    @BeforeAll
    static void start() {
        shop = new Shop(directory);
        network = shop.web + "-network";
        neighbour = shop.web + "-neighbour";
        Engine.docker("network", "create", network);
        Engine.docker("network", "connect", "--alias", ALIAS, network, shop.web);
        Engine.web(neighbour, "--network", network);
        await().atMost(Duration.ofSeconds(30)).until(() -> finds(ALIAS));
    }

    @AfterAll
    static void remove() {
        if (shop != null) {
            Engine.remove(neighbour);
            shop.close();
            Engine.docker("network", "rm", network);
        }
    }

    @AfterEach
    void itIsBack() {
        assertThat(networks(shop.web)).isEqualTo("bridge " + network);
        await().atMost(Duration.ofSeconds(20)).until(() -> finds(ALIAS));
    }

    /** Whether the neighbour gets an answer by that name. */
    private static boolean finds(String name) {
        return Engine.in(
                neighbour, "sh", "-c", "echo 'GET / HTTP/1.0' | timeout 3 nc -w 1 \"$0\" 80 | grep -q hello", name);
    }

    private static String networks(String container) {
        return Engine.docker(
                        "inspect",
                        "--format",
                        "{{range $name, $network := .NetworkSettings.Networks}}{{if $network.EndpointID}}{{$name}}"
                                + " {{end}}{{end}}",
                        container)
                .strip();
    }

    private static FaultSpec disconnect() {
        return FaultSpec.disconnect("web", network).duration("5m");
    }

    @Test
    void othersOnThatNetworkAndOnlyTheyLoseIt() throws Exception {
        ExperimentResult result = shop.experiment("directly")
                .attack(disconnect())
                .run(run -> {
                    run.attacks().get(0).awaitBite();
                    assertThat(finds(ALIAS)).isFalse();
                    assertThat(shop.reaches(shop.db)).as("on its other network").isTrue();
                    assertThat(networks(neighbour)).isEqualTo(network);
                    run.attacks().get(0).revert();
                    await().atMost(Duration.ofSeconds(20)).until(() -> finds(ALIAS));
                });
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.faults().get(0).bite()).isEqualTo("container " + shop.web + " is off network " + network);
    }

    /** One that is on one network only needs no name of it. */
    @Test
    void theOnlyNetworkNeedNotBeNamed() throws Exception {
        shop.experiment("directly")
                .target("neighbour", "docker:" + neighbour)
                .attack(FaultSpec.disconnect("neighbour", "").duration("5m"))
                .run(run -> {
                    run.attacks().get(0).awaitBite();
                    assertThat(networks(neighbour)).isEmpty();
                    assertThat(shop.reaches(shop.db)).isTrue();
                    run.attacks().get(0).revert();
                });
        assertThat(networks(neighbour)).isEqualTo(network);
    }

    @Test
    void aFixedAddressIsGotBack() throws Exception {
        String fixed = shop.web + "-fixed";
        String address = Engine.shared().machine().replaceFirst("\\d+$", "197");
        Engine.docker("network", "create", "--subnet", address.replaceFirst("\\d+$", "192/28"), fixed);
        try {
            Engine.docker("network", "connect", "--ip", address, fixed, shop.other);
            String before = settings(shop.other, fixed);
            assertThat(before).contains(address);
            shop.experiment("directly")
                    .target("other", "docker:" + shop.other)
                    .attack(FaultSpec.disconnect("other", fixed).duration("5m"))
                    .run(run -> {
                        run.attacks().get(0).awaitBite();
                        assertThat(networks(shop.other)).isEqualTo("bridge");
                        run.attacks().get(0).revert();
                    });
            assertThat(settings(shop.other, fixed)).isEqualTo(before);
        } finally {
            Engine.docker("network", "disconnect", "--force", fixed, shop.other);
            Engine.docker("network", "rm", fixed);
        }
    }

    private static String settings(String container, String name) {
        return Engine.docker(
                "inspect",
                "--format",
                "{{range $name, $at := .NetworkSettings.Networks}}{{if eq $name \"" + name
                        + "\"}}{{$at.IPAddress}} {{json $at.IPAMConfig}} {{json $at.Aliases}}{{end}}{{end}}",
                container);
    }

    /** Until the address is free again, the container cannot be where it was: that is said, and tried again. */
    @Test
    void anAddressThatSomebodyElseTookIsWaitedFor() throws Exception {
        String fixed = shop.web + "-fixed";
        String thief = shop.web + "-thief";
        String address = Engine.shared().machine().replaceFirst("\\d+$", "213");
        Engine.docker("network", "create", "--subnet", address.replaceFirst("\\d+$", "208/28"), fixed);
        try {
            Engine.docker("network", "connect", "--ip", address, fixed, shop.other);
            ExperimentResult result = shop.experiment("directly")
                    .target("other", "docker:" + shop.other)
                    .property("reliability.deadline", "3m")
                    .attack(FaultSpec.disconnect("other", fixed).duration("5m"))
                    .evaluate(run -> {
                        run.attacks().get(0).awaitBite();
                        Engine.web(thief, "--network", fixed, "--ip", address);
                        Thread freed = new Thread(() -> {
                            await().until(() -> Engine.docker(
                                            "inspect", "--format", "{{json .NetworkSettings.Networks}}", shop.other)
                                    .contains(fixed));
                            Engine.remove(thief);
                        });
                        freed.start();
                        run.attacks().get(0).revert();
                        freed.join();
                    });
            assertThat(result.message()).startsWith("PASSED");
            assertThat(settings(shop.other, fixed)).startsWith(address);
        } finally {
            Engine.remove(thief);
            Engine.docker("network", "disconnect", "--force", fixed, shop.other);
            Engine.docker("network", "rm", fixed);
        }
    }

    @Test
    void oneThatSomebodyElseConnectsIsAnError() {
        ExperimentResult result = shop.experiment("directly")
                .attack(disconnect())
                .evaluate(run -> {
                    run.attacks().get(0).awaitBite();
                    Engine.docker("network", "connect", "--alias", ALIAS, network, shop.web);
                });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message())
                .contains("container " + shop.web + " was connected to network " + network + " again by somebody else")
                .endsWith("Reverted; nothing left behind.");
    }

    @Test
    void oneThatIsOffTheNetworkAlreadyProvesNothing() {
        ExperimentResult result = shop.experiment("directly")
                .attack(disconnect().delay("1s"))
                .evaluate(run -> Engine.docker("network", "disconnect", network, shop.web));
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("container " + shop.web + " is not on network " + network);
        Engine.docker("network", "connect", "--alias", ALIAS, network, shop.web);
    }

    @Test
    void aNetworkThatIsGoneIsSaid() throws Exception {
        String doomed = shop.web + "-doomed";
        Engine.docker("network", "create", doomed);
        Engine.docker("network", "connect", doomed, shop.web);
        ExperimentResult result = shop.experiment("directly")
                .attack(FaultSpec.disconnect("web", doomed).duration("5m"))
                .evaluate(run -> {
                    run.attacks().get(0).awaitBite();
                    Engine.docker("network", "rm", doomed);
                    run.attacks().get(0).revert();
                });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("network " + doomed + " was removed by somebody else");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        refused(FaultSpec.disconnect("web", ""), "is on 2 networks, so one must be named: bridge, " + network);
        refused(FaultSpec.disconnect("web", "nowhere"), "is not on network nowhere but on bridge, " + network);
        String sharing = shop.web + "-sharing";
        sleeping(sharing, "container:" + shop.web);
        String alone = shop.web + "-alone";
        sleeping(alone, "none");
        try {
            refusedOf(sharing, "has no network of its own (network mode container:");
            refusedOf(alone, "is on no network");
        } finally {
            Engine.remove(sharing, alone);
        }
    }

    private static void sleeping(String name, String mode) {
        Engine.docker("run", "--detach", "--name", name, "--network", mode, Engine.IMAGE, "sleep", "300");
    }

    private static void refused(FaultSpec fault, String why) {
        assertThatThrownBy(() -> shop.experiment("directly").attack(fault).run(() -> {
                    throw new AssertionError("it was run");
                }))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(why);
    }

    private static void refusedOf(String container, String why) {
        assertThatThrownBy(() -> shop.experiment("directly")
                        .target("it", "docker:" + container)
                        .attack(FaultSpec.disconnect("it", ""))
                        .run(() -> {
                            throw new AssertionError("it was run");
                        }))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(why);
    }
}
