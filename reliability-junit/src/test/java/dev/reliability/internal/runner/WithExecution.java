package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.plan.ExpectedFailover;
import dev.reliability.internal.plan.Names;
import dev.reliability.internal.plan.Opened;
import dev.reliability.internal.plan.PlannedFault;
import dev.reliability.internal.plan.Remembered;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.plan.Settings;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.plan.StopCondition;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.time.ManualTicker;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import dev.reliability.spi.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A run whose parts a test drives itself, on a clock of the test's own. */
abstract class WithExecution {

    static final String REVERTED = ". Reverted; nothing left behind.";
    static final Probe SILENT = timeout -> new CompletableFuture<>();

    @TempDir
    Path directory;

    final ManualTicker ticker = new ManualTicker();
    final BodyState body = new BodyState();
    final List<SteadyState> states = new ArrayList<>();
    final List<ExpectedFailover> failovers = new ArrayList<>();
    final List<StopCondition> stops = new ArrayList<>();
    final List<PlannedFault> faults = new ArrayList<>();
    IntentJournal intents;
    Execution run;
    Wake wake;

    @BeforeEach
    void begin() throws IOException {
        intents = IntentJournal.begin(directory, "title");
    }

    @AfterEach
    void end() throws IOException {
        run.close();
        intents.close();
    }

    interface During {

        void happens(Execution run);
    }

    /** Bites at the begin of the clock, lets things happen, and reverts when the window is over. */
    void duringFault(Duration window, During during) {
        execution();
        FaultRun fault = run.faults.get(0);
        fault.inject(intents);
        fault.look();
        during.happens(run);
        ticker.set(window);
        fault.revert(intents);
    }

    Names names() {
        return Names.of(Reliability.experiment("title")
                .property("reliability.state", directory.toString())
                .build());
    }

    Execution execution() {
        return execution(ticker);
    }

    Execution execution(Ticker clock) {
        wake = new Wake(clock);
        Settings settings = new Settings(
                Duration.ofSeconds(30), Duration.ofMinutes(15), false, false, directory.resolve("reports"), directory);
        run = new Execution(
                new ResolvedExperiment(
                        "title",
                        states,
                        faults,
                        failovers,
                        List.of(),
                        stops,
                        Optional.empty(),
                        "journal",
                        settings,
                        names(),
                        Map.of(),
                        List.of(),
                        Set.of(),
                        new Opened()),
                FrontDoor.showing(Display.console()),
                clock,
                wake,
                body,
                () -> {});
        return run;
    }

    void sample(long millis, Observation observation) {
        long intended = Duration.ofMillis(millis).toNanos();
        run.states.get(0).series().completed(new Sample(intended, intended, intended + 1_000_000, observation));
    }

    List<Finding> findings() {
        return Judge.judge(History.of(run), List.of(), null);
    }

    String onlyFinding(Verdict verdict) {
        assertThat(findings()).hasSize(1);
        assertThat(findings().get(0).verdict()).isEqualTo(verdict);
        return findings().get(0).message();
    }

    static SteadyState books(Probe probe, String outage, double tolerate) {
        return books(probe, outage, tolerate, false);
    }

    static SteadyState books(Probe probe, String outage, double tolerate, boolean checked) {
        return new SteadyState(
                "GET /books",
                probe,
                Duration.ofSeconds(3),
                Duration.ofMillis(250),
                Duration.parse("PT" + outage),
                tolerate,
                Duration.ofSeconds(30),
                EnumSet.allOf(When.class),
                checked);
    }

    PlannedFault blackhole(ScriptedFault fault) {
        return blackhole(fault, Duration.ofSeconds(60));
    }

    PlannedFault blackhole(ScriptedFault fault, Duration duration) {
        return new PlannedFault(
                fault.description(),
                new Nowhere(fault.undo().address()),
                fault,
                Optional.of(duration),
                Optional.empty(),
                Duration.ZERO,
                new Place("test", ""),
                new FaultRequest(
                        "scripted",
                        fault.description(),
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ofMinutes(15),
                        Map.of()),
                new Remembered("blue", names()),
                Set.of());
    }

    record Nowhere(Address address) implements Target {

        @Override
        public String name() {
            return address.toString();
        }

        @Override
        public Optional<String> unfit() {
            return Optional.empty();
        }

        @Override
        public Fault plan(FaultRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
