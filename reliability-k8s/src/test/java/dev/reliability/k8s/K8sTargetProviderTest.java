package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class K8sTargetProviderTest {

    @ParameterizedTest
    @ValueSource(strings = {"k8s:anything", "k8s:shop/", "k8s:Shop/app=web", "k8s:shop/pod/Web_1", "k8s:node/"})
    void refusesWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> Reliability.experiment("refused")
                        .attack(FaultSpec.shutdown(address))
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("is not an address of Kubernetes");
    }
}
