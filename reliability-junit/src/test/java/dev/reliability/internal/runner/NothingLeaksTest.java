package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.StopSpec;
import dev.reliability.internal.dns.TestDns;
import dev.reliability.internal.http.Patient;
import dev.reliability.internal.http.Site;
import dev.reliability.internal.time.Threads;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import dev.reliability.testsystem.GivenTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM that runs a thousand tests has as many threads, files and sockets afterwards as before. Of each kind there are so many
 * runs that one left by each would be seen.
 */
class NothingLeaksTest {

    private static final int PLAIN = 860;
    private static final int FAILOVERS = 100;
    private static final int PROCESSES = 40;
    private static final int AT_ONCE = 4;

    /** What pools and the JVM itself come and go by. */
    private static final int SLACK = 20;

    @TempDir
    private Path directory;

    private TestDns dns;
    private Patient site;

    @BeforeEach
    void start() throws IOException {
        dns = new TestDns();
        site = new Patient();
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
        site.close();
    }

    private record Held(long threads, long files, long processes) {

        static Held now() {
            return new Held(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                            .getOpenFileDescriptorCount(),
                    ProcessHandle.current().descendants().count());
        }

        boolean hardlyMoreThan(Held before) {
            return threads <= before.threads + SLACK
                    && files <= before.files + SLACK
                    && processes <= before.processes + SLACK;
        }
    }

    /** What is collected as garbage is closed, too, so that only a look directly afterwards finds each connection that is kept. */
    @Test
    void noRunKeepsAConnectionOrAThread() {
        runs(1, 1, 1);
        for (int i = 0; i < 5; i++) {
            for (Runnable run : List.<Runnable>of(() -> assertPassed(plain()), () -> failover(0), () -> process(0))) {
                long before = site.accepted();
                Set<Thread> threads = ownThreads();
                int calls = callsUnderWay();
                run.run();
                assertThat(site.accepted()).as("what the run used").isGreaterThan(before);
                await().atMost(Duration.ofSeconds(5)).until(() -> site.open() == 0);
                await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                    assertThat(threads).containsAll(ownThreads());
                    assertThat(callsUnderWay()).isLessThanOrEqualTo(calls);
                });
            }
        }
    }

    private static int callsUnderWay() {
        return ((ThreadPoolExecutor) Threads.backEnds()).getActiveCount();
    }

    /** Threads of the library that are not of its pools. */
    private static Set<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("reliability-")
                        && !thread.getName().matches("reliability-(back-end|probe|sampling|timer)-.*"))
                .collect(Collectors.toSet());
    }

    @Test
    void aThousandRunsLeaveNothing() {
        Assumptions.assumeTrue(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean,
                "open files are not counted on this system");
        runs(20, AT_ONCE, AT_ONCE / 2);
        Held before = Held.now();
        runs(PLAIN, FAILOVERS, PROCESSES);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(Held.now()).satisfies(after -> assertThat(after.hardlyMoreThan(before))
                        .as("%s, before %s", after, before)
                        .isTrue()));
    }

    private void runs(int plain, int failovers, int processes) {
        for (int i = 0; i < plain; i++) {
            assertPassed(plain());
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, failovers + processes)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> {
                                if (i < failovers) {
                                    failover(i);
                                } else {
                                    process(i);
                                }
                            },
                            threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    /** Together they must ask for no more than a machine with other work answers: nothing holds samples back that come too fast. */
    private ExperimentBuilder experiment(String every) {
        return Reliability.experiment("leaks")
                .journal("leaks/" + Thread.currentThread().getId())
                .property("reliability.parallel", "targets")
                .property("reliability.max-targets", "1")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .steadyState(SteadyStateSpec.http("http://127.0.0.1:" + site.port() + "/")
                        .every(every)
                        .timeout("20s")
                        .outage("1m"))
                .steadyState(SteadyStateSpec.probe(
                                "blocking", context -> Probe.blocking(() -> new Observation(true, "good", "good")))
                        .every(every));
    }

    private static void assertPassed(ExperimentBuilder experiment) {
        assertThat(experiment.evaluate(() -> assertThat(true).isTrue()).message())
                .startsWith("PASSED");
    }

    private ExperimentBuilder plain() {
        return experiment("20ms").stopWhen(StopSpec.alarm("http://127.0.0.1:" + site.port() + "/"));
    }

    private void failover(int number) {
        String name = "shop" + number + ".example";
        try (Site health = new Site("health", "127.0.0.1", 0)) {
            dns.set(name, "1 IN A 127.0.0.2");
            ScriptedFault fault = new ScriptedFault("scripted of blue" + number, "given:blue" + number).onInject(() -> {
                dns.set(name, "1 IN A 127.0.0.3");
                health.status(503);
                return "";
            });
            assertPassed(experiment("40ms")
                    .property("target.a.identity", "127.0.0.2")
                    .property("target.b.identity", "127.0.0.3")
                    .target("a", new GivenTarget("blue" + number).planning(request -> fault))
                    .attack(FaultSpec.of("scripted", "a").duration("1m"))
                    .expect(FailoverSpec.of("dns:" + name + "@" + dns, "a", "b", "50s"))
                    .expect(AlarmSpec.of("http://127.0.0.1:" + health.port() + "/", "50s")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void process(int number) {
        try (ManagedProcess process = ManagedProcess.command("sleep", "600")
                .name("sleeper" + number)
                .link("users", "127.0.0.1:" + site.port())
                .build()) {
            process.start();
            assertPassed(experiment("40ms").target("sleeper", process).attack(FaultSpec.shutdown("sleeper")));
        }
    }
}
