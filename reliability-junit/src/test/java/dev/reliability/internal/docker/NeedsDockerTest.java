package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An engine that should start and does not is no reason to skip. */
class NeedsDockerTest {

    @Test
    void failsWhereTheEngineDoesNotStart() {
        assertThatThrownBy(() -> NeedsDocker.Condition.started(
                        Optional.of("a Docker Engine, which does not start: no space left")))
                .hasMessage(
                        "all that is needed is there, but not a Docker Engine, which does not start: no space left");
        assertThatCode(() -> NeedsDocker.Condition.started(Optional.empty())).doesNotThrowAnyException();
    }
}
