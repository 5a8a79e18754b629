package dev.reliability.benchmark;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.When;
import dev.reliability.internal.http.HttpProbe;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Sampler;
import dev.reliability.internal.time.Ticker;
import dev.reliability.local.ManagedProcess;
import dev.reliability.testsystem.TinyService;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * What an experiment costs: around a test without faults, around a restart, and in threads and lateness of samples. Prints
 * each figure beside its limit, and ends with 1 if one is over.
 *
 * <pre>mvn -q -pl reliability-junit -Pbenchmark test-compile exec:exec -Dbenchmark=Core</pre>
 */
public final class CoreBenchmark {

    private static final int TESTS = 2_000;
    private static final int ROUNDS = 5;
    private static final int RESTARTS = 5;

    private static boolean missed;
    private static Path directory;

    private CoreBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        directory = Files.createTempDirectory("reliability-benchmark");
        try {
            costOfATest();
            int port = TinyService.freePort();
            try (ManagedProcess service = ManagedProcess.command(TinyService.command(port, "service"))
                    .name("service")
                    .readyWhen("http://127.0.0.1:" + port + "/")
                    .build()) {
                service.start();
                costOfAShutdown(service, "http://127.0.0.1:" + port + "/");
                timeToEnd(service, "http://127.0.0.1:" + port + "/");
                lateness("http://127.0.0.1:" + port + "/");
                threads("http://127.0.0.1:" + port + "/");
            }
        } finally {
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        System.exit(missed ? 1 : 0);
    }

    /** The bare tests. */
    static class Bare {

        @RepeatedTest(TESTS)
        void test() {}
    }

    /** The same with a steady state that costs no request; one sample before and one after are taken all the same. */
    static class Annotated {

        @RepeatedTest(TESTS)
        @NoRequest
        void test() {}
    }

    private static void costOfATest() throws IOException {
        List<Double> extra = new ArrayList<>();
        PrintStream console = System.out;
        for (int round = -2; round < ROUNDS; round++) {
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            double bare = milliseconds(Bare.class, round);
            double annotated = milliseconds(Annotated.class, round);
            System.setOut(console);
            if (round >= 0) {
                extra.add((annotated - bare) / TESTS);
            }
        }
        report("an annotated test without faults costs more by (ms, median of " + ROUNDS + ")", median(extra), 0.5);
    }

    private static double milliseconds(Class<?> type, int round) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(type))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports",
                        directory.resolve("reports" + round).toString())
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        long begin = System.nanoTime();
        LauncherFactory.create(config).execute(request, summary);
        double took = (System.nanoTime() - begin) / 1e6;
        if (summary.getSummary().getTestsSucceededCount() != TESTS) {
            throw new IllegalStateException(
                    "not all passed: " + summary.getSummary().getFailures());
        }
        return took;
    }

    /** What is over the restart and the samples: three before the fault and three after its revert. */
    private static void costOfAShutdown(ManagedProcess service, String url) {
        Duration every = Duration.ofMillis(100);
        List<Double> restarts = new ArrayList<>();
        List<Double> runs = new ArrayList<>();
        for (int round = -1; round < RESTARTS; round++) {
            long begin = System.nanoTime();
            service.restart();
            double restart = (System.nanoTime() - begin) / 1e6;
            begin = System.nanoTime();
            ExperimentResult result = experiment("shutdown")
                    .target("service", service)
                    .steadyState(SteadyStateSpec.http(url)
                            .every(every.toMillis() + "ms")
                            .when(EnumSet.of(When.BEFORE, When.AFTER)))
                    .attack(FaultSpec.shutdown("service"))
                    .run(() -> {});
            double run = (System.nanoTime() - begin) / 1e6;
            if (round >= 0 && result.passed()) {
                restarts.add(restart);
                runs.add(run);
            }
        }
        // The first sample comes at once before the fault; after it up to one interval is spent waiting.
        double samples = every.toMillis() * (2 + 3);
        System.out.printf(Locale.ROOT, "  restart alone %.0f ms, samples %.0f ms%n", median(restarts), samples);
        report(
                "a shutdown test with an empty body takes more than restart and samples by (ms)",
                median(runs) - median(restarts) - samples,
                300);
    }

    /**
     * How soon a run ends whose hypotheses are decided, though its fault might last for four minutes: from the last decided
     * expectation to the proof that the fault is gone, and from the last good sample of the recovery to the result.
     */
    private static void timeToEnd(ManagedProcess service, String url) {
        Duration every = Duration.ofMillis(100);
        List<Double> reverts = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        for (int round = -1; round < RESTARTS; round++) {
            long begin = System.nanoTime();
            ExperimentResult result = experiment("frozen")
                    .target("service", service)
                    .property("alarm.unanswered", url)
                    .steadyState(SteadyStateSpec.http(url)
                            .every(every.toMillis() + "ms")
                            .timeout("500ms")
                            .when(EnumSet.of(When.BEFORE, When.AFTER)))
                    .attack(FaultSpec.processKill("service", ".*")
                            .text("signal", "STOP")
                            .duration("4m"))
                    .expect(AlarmSpec.of("unanswered", "30s"))
                    .run(() -> {});
            double end = (System.nanoTime() - begin) / 1e6;
            FaultResult fault = result.faults().get(0);
            double injected = millis(fault.injectedAfter());
            double decided = injected
                    + millis(fault.bittenAfter())
                    + millis(result.alarms().get(0).firedAfter());
            double reverted = injected + millis(fault.lasted());
            SteadyStateResult state = result.steadyStates().get(0);
            double first = Math.max(millis(state.recoveredAfter()), millis(state.pooledRecoveredAfter()));
            double recovered = reverted + first + 2 * every.toMillis();
            if (round >= 0) {
                reverts.add(reverted - decided);
                ends.add(end - recovered);
            }
        }
        double limit = every.toMillis() + 250;
        report("a fault of up to 4 min is gone after the last expectation is decided by (ms)", median(reverts), limit);
        report("a run of up to 4 min ends after its recovery is decided by (ms)", median(ends), limit);
    }

    private static double millis(Optional<Duration> duration) {
        return duration.orElseThrow().toNanos() / 1e6;
    }

    /**
     * What a timer of the JDK that does nothing achieves beside the samples: nobody can be more punctual on this machine. It is
     * due between two samples, so that neither delays the other.
     */
    private static final class BareTimer {

        private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        private final List<Long> late = new ArrayList<>();

        BareTimer(long begin, Duration every, Duration length) {
            for (long due = begin; due - begin < length.toNanos(); due += every.toNanos()) {
                long intended = due;
                timer.schedule(
                        () -> late.add(System.nanoTime() - intended),
                        intended - System.nanoTime(),
                        TimeUnit.NANOSECONDS);
            }
            timer.shutdown();
        }

        double percentile99() throws InterruptedException {
            if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the bare timer does not end");
            }
            return percentile99(late.stream().mapToLong(Long::longValue).toArray());
        }

        static double percentile99(long[] late) {
            long[] sorted = LongStream.of(late).sorted().toArray();
            return sorted[(int) (sorted.length * 0.99)] / 1e6;
        }
    }

    private static void lateness(String url) throws Exception {
        Duration every = Duration.ofMillis(5);
        long seconds = 20;
        Sampler sampler = new Sampler(
                HttpProbe.of(url, "GET", List.of(200)), Duration.ofSeconds(3), every, Ticker.SYSTEM, () -> {});
        long begin = System.nanoTime();
        Duration warmUp = Duration.ofSeconds(5);
        BareTimer bare = new BareTimer(
                begin + warmUp.plus(every.dividedBy(2)).toNanos(),
                every,
                Duration.ofSeconds(seconds).minus(warmUp));
        sampler.start();
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        sampler.close();
        long warm = begin + warmUp.toNanos();
        List<Sample> samples = sampler.series().completed(warm, Long.MAX_VALUE);
        long[] late = samples.stream()
                .mapToLong(sample -> sample.started() - sample.intended())
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "  %d samples in %d s, %d good, latest %.2f ms%n",
                samples.size(),
                seconds - 5,
                samples.stream().filter(Sample::good).count(),
                LongStream.of(late).max().orElse(0) / 1e6);
        double ofSamples = BareTimer.percentile99(late);
        double ofTimer = bare.percentile99();
        System.out.printf(
                Locale.ROOT,
                "  99 %% of the samples late by at most %.2f ms, of a bare timer beside them by %.2f ms%n",
                ofSamples,
                ofTimer);
        report(
                "99 % of 200 samples/s start late by at most (times a bare timer beside them)",
                ofSamples / ofTimer, 1.2);
    }

    private static void threads(String url) {
        int[] most = new int[1];
        ExperimentBuilder experiment = experiment("threads");
        for (int i = 0; i < 1_000; i++) {
            experiment.steadyState(SteadyStateSpec.http(url)
                    .name("steady state " + i)
                    .every("5s")
                    .timeout("10s")
                    .tolerate("99%")
                    .when(EnumSet.of(When.BEFORE, When.DURING)));
        }
        experiment.run(() -> {
            long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < until) {
                most[0] = Math.max(most[0], ManagementFactory.getThreadMXBean().getThreadCount());
                Thread.sleep(20);
            }
        });
        report("1,000 steady states in one JVM need at most (threads, the JVM's own included)", most[0], 64);
    }

    private static ExperimentBuilder experiment(String title) {
        return Reliability.experiment(title)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString());
    }

    private static void report(String what, double measured, double limit) {
        boolean over = measured > limit;
        missed |= over;
        System.out.printf(Locale.ROOT, "%s: %.2f, limit %.2f%s%n", what, measured, limit, over ? "  MISSED" : "");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
