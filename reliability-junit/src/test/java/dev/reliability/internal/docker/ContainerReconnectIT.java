package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.spi.UndoRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a container that was taken off a network gets back, and that it does get back. */
@Timeout(180)
@NeedsDocker
class ContainerReconnectIT {

    private static final List<String> ALIASES = List.of("shop", "it's \"$HOME\", \\ here", "b\u00fccher");

    @TempDir
    private static Path directory;

    private static Shop shop;

    private static String network;
    private static String id;
    private static String neighbour;

    @BeforeAll
    static void start() {
        shop = new Shop(directory);
        network = "odd $(exit 1) 'net' of " + shop.web;
        neighbour = shop.web + "-neighbour";
        String subnet = Engine.shared().machine().replaceFirst("\\d+$", "224/28");
        id = Engine.docker("network", "create", "--subnet", subnet, network);
        Engine.web(neighbour, "--network", network);
    }

    @AfterAll
    static void remove() {
        if (shop != null) {
            Engine.remove(neighbour);
            shop.close();
            Engine.docker("network", "rm", network);
        }
    }

    @BeforeEach
    void connect() {
        // the client cannot be given all names that an engine takes
        Map<String, Object> settings = Map.of(
                "IPAMConfig",
                Map.of("IPv4Address", address()),
                "Aliases",
                ALIASES,
                "Links",
                List.of(neighbour + ":next"),
                "DriverOpts",
                Map.of("some.option", "a value"));
        String body = DockerEngine.written(Map.of("Container", shop.web, "EndpointConfig", settings));
        assertThat(engine().call("POST", "/networks/" + id + "/connect", body, Duration.ofSeconds(10))
                        .status())
                .isEqualTo(200);
    }

    @AfterEach
    void disconnect() {
        Engine.docker("network", "disconnect", "--force", network, shop.web);
    }

    private static String address() {
        return Engine.shared().machine().replaceFirst("\\d+$", "234");
    }

    /** All that an engine tells of how the container is on the network, but the endpoint, which is a new one. */
    private static String settings() {
        return Engine.docker(
                        "inspect",
                        "--format",
                        "{{json (index .NetworkSettings.Networks \"" + network + "\")}}",
                        shop.web)
                .replaceFirst("\"EndpointID\":\"[0-9a-f]+\"", "\"EndpointID\":\"one\"");
    }

    private static FaultSpec fault() {
        return FaultSpec.disconnect("web", network).duration("5m");
    }

    private static Container web() {
        return engine().container(shop.web).orElseThrow();
    }

    private static DockerEngine engine() {
        return DockerEngine.at(Engine.address());
    }

    private static Undo.Connect connection() {
        return new Undo.Connect(web().networks().get(network));
    }

    private static void takeOff() {
        Engine.docker("network", "disconnect", network, shop.web);
    }

    @Test
    void allThatItHadIsThereAgain() throws Exception {
        String before = settings();
        assertThat(connection().body("it")).as("in any locale").matches("\\p{ASCII}+");
        assertThat(before).contains(address(), "next", "some.option", "EndpointID\":\"one\"");
        shop.experiment("directly").attack(fault()).run(run -> {
            run.attacks().get(0).awaitBite();
            run.attacks().get(0).revert();
        });
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void oneThatIsRenamedUnderTheFaultIsPutBack() throws Exception {
        String before = settings();
        try {
            shop.experiment("directly").attack(fault()).run(run -> {
                run.attacks().get(0).awaitBite();
                Engine.docker("rename", shop.web, shop.web + "-renamed");
                run.attacks().get(0).revert();
            });
        } finally {
            Engine.docker("rename", shop.web + "-renamed", shop.web);
        }
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void whatIsPrintedForAShellDoesTheSame() throws Exception {
        String before = settings();
        DockerTarget target = new DockerTarget("web", DockerAddress.of(web()), engine(), web(), null);
        DisconnectFault fault = new DisconnectFault(target, web(), connection().attachment(), Duration.ofMinutes(1));
        takeOff();
        Process shell = new ProcessBuilder("sh", "-c", fault.remedy().orElseThrow())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        assertThat(settings()).isEqualTo(before);
    }

    /** An order for an engine that is frozen is carried out when nobody waits for it any more. */
    @Test
    void aDisconnectThatComesAfterItsTimeIsUndone() throws Exception {
        String before = settings();
        AtomicInteger later = new AtomicInteger();
        SlowEngine[] slow = new SlowEngine[1];
        try (SlowEngine engine = new SlowEngine(Engine.shared(), directory.resolve("slow.sock"), line -> {
            if (line.contains("/disconnect")) {
                return later.get() == 0;
            }
            // some looks at the container after the order, it takes effect
            if (slow[0] != null && slow[0].asked() && later.incrementAndGet() == 4) {
                slow[0].release();
            }
            return false;
        })) {
            slow[0] = engine;
            ExperimentResult result = shop.experiment("directly")
                    .property("reliability.docker.host", engine.address())
                    .property("reliability.deadline", "3m")
                    .attack(fault())
                    .evaluate(run -> await().until(engine::asked));
            assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
            assertThat(result.message()).endsWith("Reverted; nothing left behind.");
            engine.release();
            await().until(engine::answered);
        }
        assertThat(settings()).isEqualTo(before);
    }

    /** The engine answers only when the time in which the guard insists would be over. */
    @Test
    void theGuardInsistsFromWhenTheEngineAnswers() throws Exception {
        String before = settings();
        Duration insist = Duration.ofSeconds(2);
        try (SlowEngine engine =
                new SlowEngine(Engine.shared(), directory.resolve("frozen.sock"), line -> line.contains("/connect"))) {
            ContainerGuard.arm(DockerEngine.at(engine.address()), web(), connection(), Duration.ofMillis(1), insist);
            await().until(engine::asked);
            long since = System.nanoTime();
            await().until(() -> System.nanoTime() - since > insist.toNanos());
            engine.release();
            await().until(engine::answered);
            takeOff();
            await().atMost(Duration.ofSeconds(20)).until(() -> settings().equals(before));
        }
    }

    /** What it has undone once is behind it: what comes then is of another run, and not its business. */
    @Test
    void theGuardEndsWhenItHasUndoneSomething() throws Exception {
        String before = settings();
        Undo undo = connection();
        Container container = web();
        takeOff();
        ContainerGuard.arm(engine(), container, undo, Duration.ofMillis(1), Duration.ofMinutes(2));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Engine.guards(ProcessHandle.current()).isEmpty());
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void theGuardOfOneThatWasPausedKeepsOnUntilItGoesOn() throws Exception {
        Container container = web();
        ContainerGuard.arm(engine(), container, new Undo.Unpause(), Duration.ofMillis(1), Duration.ofMinutes(2));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Engine.guards(ProcessHandle.current()).size() == 1);
        Engine.docker("pause", shop.web);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Engine.state(shop.web, "Status").equals("running"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Engine.guards(ProcessHandle.current()).isEmpty());
    }

    @Test
    void namesThatSomebodyElseLeftOutAreThereAgain() {
        String before = settings();
        ExperimentResult result = shop.experiment("directly").attack(fault()).evaluate(run -> {
            run.attacks().get(0).awaitBite();
            Engine.docker("network", "connect", network, shop.web);
        });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message())
                .contains("was connected to network " + network + " again by somebody else")
                .endsWith("Reverted; nothing left behind.");
        assertThat(settings()).isEqualTo(before);
    }

    /** Also where it is up again before anybody sees it down. */
    @Test
    void aRestartUnderTheFaultIsAnError() {
        String before = settings();
        ExperimentResult result = shop.experiment("directly").attack(fault()).evaluate(run -> {
            run.attacks().get(0).awaitBite();
            Engine.docker("restart", "--time", "0", shop.web);
        });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).endsWith("Reverted; nothing left behind.");
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void aRestartIsToldFromTheSameProcessGoingOn() {
        DockerTarget target = new DockerTarget("web", DockerAddress.of(web()), engine(), web(), null);
        DisconnectFault fault = new DisconnectFault(target, web(), connection().attachment(), Duration.ofMinutes(1));
        fault.act();
        assertThat(fault.loss(web())).isEmpty();
        Engine.docker("restart", "--time", "0", shop.web);
        assertThat(fault.loss(web()))
                .hasValueSatisfying(why -> assertThat(why).endsWith("was started anew by somebody else"));
        connect();
    }

    /** A container that was stopped meanwhile is to be on the network when it runs again. */
    @Test
    void oneThatWasStoppedIsOnTheNetworkWhenItRuns() {
        String before = settings();
        ExperimentResult result = shop.experiment("directly").attack(fault()).evaluate(run -> {
            run.attacks().get(0).awaitBite();
            Engine.docker("stop", "--time", "1", shop.web);
        });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        Engine.docker("start", shop.web);
        assertThat(settings()).isEqualTo(before);
    }

    /** What a dead run wrote down of a network that is gone would be tried by every later run, and be told by each. */
    @Test
    void aNetworkThatIsGoneIsNothingToUndo() {
        String doomed = shop.web + "-doomed";
        Engine.docker("network", "create", doomed);
        Engine.docker("network", "connect", doomed, shop.web);
        Undo undo = new Undo.Connect(web().networks().get(doomed));
        Engine.docker("network", "disconnect", doomed, shop.web);
        Map<String, String> data = new LinkedHashMap<>(undo.data());
        data.put(GuardedFault.ENGINE, Engine.address());
        Engine.docker("network", "rm", doomed);
        UndoRecord record = new UndoRecord("network disconnect of web", DockerAddress.of(web()), data);
        assertThat(new DockerTargetProvider().undo(record, null)).isEmpty();
    }
}
