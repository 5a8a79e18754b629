package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import org.junit.jupiter.api.Test;

class AwsTargetProviderTest {

    @Test
    void nothingIsPretended() {
        assertThatThrownBy(() -> Reliability.experiment("refused")
                        .attack(FaultSpec.shutdown("ec2:anything"))
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("cannot attack AWS yet");
    }
}
