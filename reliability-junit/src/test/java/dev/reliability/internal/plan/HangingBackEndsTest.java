package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.testsystem.GivenTarget;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A back end that does not answer while an experiment is planned is one problem of it, with the place where it hangs. */
@Timeout(60)
class HangingBackEndsTest {

    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        over.countDown();
    }

    /** What a back end is asked while planning; each hangs in turn. */
    enum Question {
        UP((target, hang) -> target.unfit(hang::now)),
        FAULT((target, hang) -> target.planning(request -> hang.now())),
        KEYS((target, hang) -> target.telling("resources", hang::now)),
        SIZE((target, hang) -> target.telling("size", hang::now)),
        TAKEN((target, hang) -> target.planning(request -> new ScriptedFault("scripted", "given:x").taking(hang::now))),
        RIGHTS((target, hang) -> target.telling("rights", hang::now));

        private final BiConsumer<GivenTarget, Hang> prepare;

        Question(BiConsumer<GivenTarget, Hang> prepare) {
            this.prepare = prepare;
        }
    }

    /** Lasts until the test is over, whatever interrupts it. */
    private static final class Hang {

        private final CountDownLatch until;

        Hang(CountDownLatch until) {
            this.until = until;
        }

        <T> T now() {
            while (true) {
                try {
                    until.await();
                    throw new IllegalStateException("nobody waits for this");
                } catch (InterruptedException e) {
                    // a call into the network is not ended by that either
                }
            }
        }
    }

    private static ExperimentBuilder experiment() {
        return Reliability.experiment("hanging").property("reliability.deadline", "300ms");
    }

    private static void assertOneProblem(ExperimentBuilder experiment) {
        assertThatThrownBy(() -> Planner.plan(experiment.build()))
                .isInstanceOfSatisfying(InvalidPlanException.class, invalid -> {
                    assertThat(invalid.problems())
                            .filteredOn(problem -> !problem.contains("was not asked any more"))
                            .singleElement()
                            .asString()
                            .contains("could not be planned: no answer in ")
                            .contains("; it hangs in dev.reliability.internal.plan.HangingBackEndsTest$Hang.now(");
                    assertThat(invalid.getSuppressed()[0].getCause()).hasMessageStartingWith("no answer in ");
                });
    }

    @ParameterizedTest
    @EnumSource
    void ofATarget(Question question) {
        GivenTarget target = new GivenTarget("x");
        question.prepare.accept(target, new Hang(over));

        assertOneProblem(experiment().target("x", target).attack(FaultSpec.of("scripted", "x")));
    }

    @Test
    void ofAProbe() {
        Hang hang = new Hang(over);
        assertOneProblem(experiment().steadyState(SteadyStateSpec.probe("p", context -> hang.now())));
    }

    @Test
    void whatIsAskedAfterTheDeadlineIsSaidToo() {
        GivenTarget target = new GivenTarget("x").telling("size", new Hang(over)::now);

        assertThat(Planner.preview(experiment()
                                .target("x", target)
                                .attack(FaultSpec.of("scripted", "x"))
                                .build())
                        .problems())
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .endsWith("was not asked any more: planning took all of reliability.deadline = 300 ms");
    }

    /** What is opened for a plan that is given up is closed, however late. */
    @Test
    void whatComesTooLateIsClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Opened opened = new Opened();
        opened.close();

        opened.keep(new GivenTarget("x").closing(closed::countDown));

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
