package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import org.junit.jupiter.api.Test;

class K8sTargetProviderTest {

    @Test
    void nothingIsPretended() {
        assertThatThrownBy(() -> Reliability.experiment("refused")
                        .attack(FaultSpec.shutdown("k8s:anything"))
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("cannot attack Kubernetes yet");
    }
}
