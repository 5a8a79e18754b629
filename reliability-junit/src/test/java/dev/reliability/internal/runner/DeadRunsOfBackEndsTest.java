package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.journal.TargetLocks;
import dev.reliability.internal.plan.Names;
import dev.reliability.testsystem.DirectProvider;
import dev.reliability.testsystem.GivenTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a back end is told when it undoes what an earlier run left, and how long it may take. */
class DeadRunsOfBackEndsTest {

    @TempDir
    Path directory;

    private final List<Optional<String>> told = new ArrayList<>();
    private final AtomicInteger undone = new AtomicInteger();

    @AfterEach
    void undoNothing() {
        DirectProvider.undoing((record, context) -> List.of());
    }

    private ExperimentBuilder run(ScriptedFault fault) {
        return Reliability.experiment("dead runs")
                .property("reliability.state", directory.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("blue", new GivenTarget("blue").planning(request -> fault))
                .attack(FaultSpec.of("scripted", "blue").duration("50ms"));
    }

    private ScriptedFault fault() {
        return new ScriptedFault("scripted of blue", "given:blue");
    }

    private ExperimentResult leave() {
        return run(fault().residue(() -> List.of("it stays")))
                .property("given.region", "north")
                .property("target.blue.colour", "azure")
                .evaluate(() -> {});
    }

    /** Also what had no value then: a region that is set today is not where the fault is. */
    @Test
    void itIsToldWhatWasSaidWhenTheFaultWasPlanned() {
        assertThat(leave().message()).contains("it stays");
        DirectProvider.undoing((record, context) -> {
            told.add(context.value("given.region"));
            told.add(context.attribute("colour"));
            told.add(context.value("given.profile"));
            told.add(context.value("reliability.lease"));
            return List.of();
        });
        ExperimentResult next = run(fault())
                .property("given.region", "south")
                .property("given.profile", "somebody")
                .property("target.blue.colour", "navy")
                .property("reliability.lease", "7s")
                .evaluate(() -> {});
        assertThat(told)
                .containsExactly(Optional.of("north"), Optional.of("azure"), Optional.empty(), Optional.of("7s"));
        assertThat(next.passed()).as(next.message()).isTrue();
    }

    @Test
    void theTimeThatItTakesIsNotThatOfTheNextRun() {
        leave();
        DirectProvider.undoing((record, context) -> {
            Thread.sleep(1_500);
            return List.of();
        });
        ExperimentResult next = run(fault())
                .property("reliability.deadline", "1s")
                .property("reliability.baseline", "500ms")
                .evaluate(() -> {});
        assertThat(next.passed()).as(next.message()).isTrue();
    }

    /** One that takes all the time keeps neither the run nor the others from what they need. */
    @Test
    void theTimeThatItTakesIsLimited() throws Exception {
        ScriptedFault other = new ScriptedFault("scripted of green", "given:green").residue(() -> List.of("it stays"));
        run(fault().residue(() -> List.of("it stays")))
                .target("green", new GivenTarget("green").planning(request -> other))
                .attack(FaultSpec.of("scripted", "green").duration("50ms"))
                .evaluate(() -> {});
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        DirectProvider.undoing((record, context) -> {
            if (asked.getAndIncrement() == 0) {
                over.await();
            }
            return List.of();
        });
        Names names = Names.of(Reliability.experiment("sweep").build());

        List<DeadRuns.Swept> swept = new Sweep(directory, names, Duration.ofMillis(200), Duration.ofMillis(300)).run();

        over.countDown();
        assertThat(swept)
                .extracting(one -> one.left().isEmpty() ? "undone" : one.left().get(0))
                .containsExactlyInAnyOrder("undone", "no answer in 300 ms");
    }

    @Test
    void whatABackEndThrowsIsLeft() {
        leave();
        DirectProvider.undoing((record, context) -> {
            throw new NoClassDefFoundError("an old version");
        });
        assertThat(run(fault()).evaluate(() -> {}).message())
                .startsWith("ERROR: the experiment could not be run: ")
                .contains(
                        "a dead run left what could not be undone: scripted of blue (an old version)",
                        " sweep --forget ");
    }

    /** Blue is down until what an earlier run left is undone, and then something else is the matter. */
    private ExperimentBuilder runWhileBlueIs(Supplier<String> state) {
        GivenTarget blue = new GivenTarget("blue").planning(request -> fault()).unfit(() -> Optional.of(state.get())
                .filter(text -> !text.isEmpty()));
        return run(fault()).target("blue", blue);
    }

    @Test
    void whatWasUndoneIsSaidWhereTheRunIsRefusedAllTheSame() {
        leave();
        ExperimentBuilder next = runWhileBlueIs(() -> undone.get() == 0 ? "is down" : "is busy");
        countUndone();

        assertThatThrownBy(() -> next.evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageStartingWith("2 problems. No fault was injected.\n - attack scripted(target): blue is busy")
                .hasMessageEndingWith("\n - A dead run left scripted of blue: undone");
    }

    @Test
    void whatCouldNotBeUndoneIsSaidWhereTheRunIsRefused() {
        leave();
        DirectProvider.undoing((record, context) -> List.of("it stays"));

        assertThatThrownBy(() -> runWhileBlueIs(() -> "is down").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(
                        "\n - A dead run left scripted of blue: NOT undone, it stays; once it is undone by hand, forget it"
                                + " with: ")
                .hasMessageContaining(" sweep --forget ");
    }

    @Test
    void whatWasUndoneIsSaidWhereAnotherRunHasTheTarget() throws Exception {
        leave();
        ExperimentBuilder next = runWhileBlueIs(() -> undone.get() == 0 ? "is down" : "");
        countUndone();

        try (TargetLocks held = TargetLocks.take(directory, List.of("given:blue"), "another")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> next.evaluate(() -> {}))
                    .isInstanceOf(InvalidPlanException.class)
                    .hasMessageContaining("given:blue is under attack by another run")
                    .hasMessageEndingWith("\n - A dead run left scripted of blue: undone");
        }
        assertThat(next.evaluate(() -> {}).passed()).isTrue();
    }

    /** Both find their target down, and one of them undoes it for both. */
    @Test
    void aRunThatBeginsBesideAnotherWaitsForItsSweep() throws Exception {
        leave();
        ExperimentBuilder first = runWhileBlueIs(() -> undone.get() == 0 ? "is down" : "");
        GivenTarget green = new GivenTarget("green")
                .planning(request -> new ScriptedFault("scripted of green", "given:green"))
                .unfit(() -> undone.get() == 0 ? Optional.of("is down") : Optional.empty());
        ExperimentBuilder beside = Reliability.experiment("beside")
                .property("reliability.state", directory.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.parallel", "targets")
                .target("green", green)
                .attack(FaultSpec.of("scripted", "green").duration("50ms"));
        FutureTask<ExperimentResult> other = new FutureTask<>(() -> beside.evaluate(() -> {}));
        Thread thread = new Thread(other);
        DirectProvider.undoing((record, context) -> {
            if (!thread.isAlive() && !other.isDone()) {
                thread.start();
                await().until(() -> other.isDone() || thread.getState() == Thread.State.WAITING);
            }
            undone.incrementAndGet();
            return List.of();
        });

        ExperimentResult result =
                first.property("reliability.parallel", "targets").evaluate(() -> {});

        assertThat(result.passed()).as(result.message()).isTrue();
        assertThat(other.get(20, TimeUnit.SECONDS).passed()).isTrue();
        assertThat(undone).as("undone once").hasValue(1);
    }

    private void countUndone() {
        DirectProvider.undoing((record, context) -> {
            undone.incrementAndGet();
            return List.of();
        });
    }
}
