package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import org.junit.jupiter.api.Test;

/** Two that stand in for each other, in the books of the emulator: one is attacked only while the other is healthy and nobody attacks it. */
class ColoursTest extends OnMoto {

    private ExperimentResult attackBlue(String blue, String green) {
        return experiment(FaultSpec.shutdown("blue"))
                .property("reliability.profile", "colours")
                .property("blue", blue)
                .property("green", green)
                .property("reliability.baseline", "3s")
                .evaluate(() -> {});
    }

    @Test
    void oneIsAttackedWhileTheOtherIsHealthy() {
        ExperimentResult result = attackBlue(books.instance("blue"), books.instance("green"));
        assertThat(result.message()).startsWith("PASSED");
    }

    @Test
    void theLastOneIsSpared() {
        String blue = books.instance("blue");
        String green = books.instance("green");
        books.ec2().stopInstances(request -> request.instanceIds(green));
        ExperimentResult result = attackBlue(blue, green);
        assertThat(result.verdict()).isNotEqualTo(Verdict.PASSED);
        assertThat(result.message()).contains("green").contains("No fault was injected");
        assertThat(proxy.calls()).doesNotContain("StopInstances");
        assertThat(books.schedules(blue)).isEmpty();
    }

    @Test
    void neverBothAtOnce() {
        String blue = books.instance("blue");
        String green = books.instance("green");
        books.schedule("reliability-" + green + "-0123456789ab", green);
        ExperimentResult result = attackBlue(blue, green);
        assertThat(result.verdict()).isNotEqualTo(Verdict.PASSED);
        assertThat(result.message())
                .contains("green of the same group colours is under attack by another run, as the schedule reliability-"
                        + green);
        assertThat(proxy.calls()).doesNotContain("StopInstances");
        assertThat(books.schedules(blue)).isEmpty();
    }
}
