package dev.reliability.experiment;

import dev.reliability.spi.ApplicationProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** Puts an {@link Experiment} together. Start with {@link Reliability#experiment(String)}. Not thread-safe. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ExperimentBuilder {

    private final String title;
    private final List<SteadyStateSpec> steadyStates = new ArrayList<>();
    private final List<FaultSpec> faults = new ArrayList<>();
    private final List<FailoverSpec> failovers = new ArrayList<>();
    private final List<AlarmSpec> alarms = new ArrayList<>();
    private final List<StopSpec> stops = new ArrayList<>();
    private final Map<String, Object> targets = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private @Nullable String runbook;
    private Function<String, Optional<String>> parameters = name -> Optional.empty();
    private @Nullable ApplicationProperties application;
    private @Nullable String journal;

    ExperimentBuilder(String title) {
        this.title = title;
    }

    /**
     * Adds a steady state; it takes the place of one with the same name that was asked for elsewhere. Where neither was given
     * a name, it does so only for the same URL: the same path of two services is two steady states.
     */
    public ExperimentBuilder steadyState(SteadyStateSpec steadyState) {
        steadyStates.removeIf(other -> other.displayName().equals(steadyState.displayName())
                && !other.place().where().equals(steadyState.place().where())
                && (steadyState.name().isPresent()
                        || other.name().isPresent()
                        || other.http().equals(steadyState.http())));
        steadyStates.add(steadyState);
        return this;
    }

    /** Adds a fault. */
    public ExperimentBuilder attack(FaultSpec fault) {
        faults.add(fault);
        return this;
    }

    /** Adds an expected failover. */
    public ExperimentBuilder expect(FailoverSpec failover) {
        failovers.add(failover);
        return this;
    }

    /** Adds an expected alarm. */
    public ExperimentBuilder expect(AlarmSpec alarm) {
        alarms.add(alarm);
        return this;
    }

    /** Adds a condition that ends the experiment at once. */
    public ExperimentBuilder stopWhen(StopSpec stop) {
        stops.add(stop);
        return this;
    }

    /** Sets the URL that is printed with every failure. */
    public ExperimentBuilder runbook(String url) {
        runbook = url;
        return this;
    }

    /** Says what a name stands for: an address, or an object such as a {@code ManagedProcess}. */
    public ExperimentBuilder target(String name, Object system) {
        targets.put(name, system);
        return this;
    }

    /** Sets the value of a placeholder. */
    public ExperimentBuilder property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Sets where settings and placeholders are looked up after the properties. */
    public ExperimentBuilder parameters(Function<String, Optional<String>> lookup) {
        parameters = lookup;
        return this;
    }

    /** Sets where placeholders are looked up last: the configuration of an application that runs in this JVM. */
    public ExperimentBuilder application(ApplicationProperties configuration) {
        application = configuration;
        return this;
    }

    /** Sets the directory of the journal, below the report directory. */
    public ExperimentBuilder journal(String directory) {
        journal = directory;
        return this;
    }

    /** Returns the plan so far. */
    public Experiment build() {
        return new Experiment(
                title,
                steadyStates,
                faults,
                failovers,
                alarms,
                stops,
                Optional.ofNullable(runbook),
                targets,
                properties,
                parameters,
                Optional.ofNullable(application),
                journal == null ? title.replaceAll("[^A-Za-z0-9._-]+", "-") : journal);
    }

    /**
     * Runs the experiment and throws unless it passed.
     *
     * @param body what is done while the faults are in force
     * @return what was measured
     * @throws InvalidPlanException if it cannot be run as it is written; nothing was touched
     * @throws org.opentest4j.AssertionFailedError if a hypothesis broke
     * @throws VerdictException if it was inconclusive, aborted or in error
     */
    public ExperimentResult run(Body body) {
        return run((RunningExperiment run) -> body.run());
    }

    /** Runs the experiment with a body that can see and steer it, and throws unless it passed. */
    public ExperimentResult run(Body.Steering body) {
        return Reliability.run(build(), body);
    }

    /**
     * Runs the experiment and returns its result whatever the verdict is. The caller must look at it: a result that nobody
     * reads is a test that cannot fail. The gate does look, and opens for no JUnit test that evaluated anything but a pass.
     *
     * @param body what is done while the faults are in force
     * @throws InvalidPlanException if it cannot be run as it is written; nothing was touched
     */
    public ExperimentResult evaluate(Body body) {
        return evaluate((RunningExperiment run) -> body.run());
    }

    /** As {@link #evaluate(Body)}, with a body that can see and steer the experiment. */
    public ExperimentResult evaluate(Body.Steering body) {
        return Reliability.evaluate(build(), body);
    }
}
