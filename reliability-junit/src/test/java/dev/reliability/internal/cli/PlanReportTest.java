package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.jupiter.ClassExperiments.OfTest;
import dev.reliability.spi.Right;
import dev.reliability.testsystem.GivenTarget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanReportTest {

    private final StringWriter printed = new StringWriter();
    private final PlanReport report = new PlanReport(new PrintWriter(printed));

    private void add(String test, Right... rights) {
        report.add(new OfTest(
                test,
                Reliability.experiment(test)
                        .target("x", new GivenTarget("x").rights(rights))
                        .attack(FaultSpec.of("scripted", "x"))
                        .build(),
                List.of(),
                List.of()));
    }

    /** One document for all tests, each right once. */
    @Test
    void endsWithTheLeastThatGrantsWhatAllTestsNeed() {
        Right stop = Right.of("given", "stop", "blue");
        Right read = Right.of("given", "read", "blue");
        add("Shop.first", stop);
        add("Shop.second", read, stop);

        assertThat(report.end()).isZero();
        assertThat(printed.toString())
                .contains("  Needs the right to " + stop + "\n")
                .endsWith("The least that grants what these tests need (given):\n  allow: "
                        + List.of(read.toString(), stop.toString()) + "\n\n2 tests, 2 faults, no problem. Nothing was"
                        + " changed.\n");
    }

    @Test
    void whatIsMissingIsAProblem() {
        add("Shop.first", Right.of("given", "stop", "production"));

        assertThat(report.end()).isOne();
        assertThat(printed.toString()).contains("  PROBLEM: rights(given): nobody may stop");
    }

    @Test
    void testsThatNeedNothingGetNoDocument() {
        add("Shop.first");

        assertThat(report.end()).isZero();
        assertThat(printed.toString()).doesNotContain("grants");
    }
}
