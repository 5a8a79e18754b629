package dev.reliability.k8s.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"metadata": {"generation": 2}, "status": {"observedGeneration": 2, "replicas": 3, "updatedReplicas": 3}} |
                    {"metadata": {"generation": 3}, "status": {"observedGeneration": 2, "replicas": 3, "updatedReplicas": 3}} | its controller has not seen the last change yet
                    {"metadata": {"generation": 1}, "status": {}} | its controller has not seen the last change yet
                    {"status": {"replicas": 4, "updatedReplicas": 1}} | its pods are being replaced
                    {"status": {"replicas": 3}} | its pods are being replaced
                    {"status": {"updateRevision": "b", "currentRevision": "b", "replicas": 3}} |
                    {"status": {"updateRevision": "b", "currentRevision": "a", "replicas": 3, "updatedReplicas": 3}} | its pods are being replaced
                    {"spec": {"updateStrategy": {"type": "OnDelete"}}, "status": {"updateRevision": "b", "currentRevision": "a"}} |
                    {"status": {"desiredNumberScheduled": 2, "updatedNumberScheduled": 2}} |
                    {"status": {"desiredNumberScheduled": 2}} | its pods are being replaced
                    {"spec": {"updateStrategy": {"type": "OnDelete"}}, "status": {"desiredNumberScheduled": 2}} |
                    """)
    void isOverWhenThePodsAreThoseOfTheLastChange(String object, String reason) throws JsonProcessingException {
        assertThat(Rollout.unfinished(Api.JSON.readTree(object)).orElse("")).isEqualTo(Objects.toString(reason, ""));
    }
}
