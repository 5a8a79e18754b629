package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.spi.PlanException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatePathsTest {

    private final String home = System.getProperty("user.home");

    @AfterEach
    void restore() {
        System.setProperty("user.home", home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "somewhere"})
    void aUserWithoutAHomeDirectoryNamesOne(String unusable) {
        Assumptions.assumeTrue(System.getenv("XDG_STATE_HOME") == null, "the environment names a state directory");
        System.setProperty("user.home", unusable);

        assertThatThrownBy(() -> StatePaths.choose(name -> Optional.empty()))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("this user has no home directory (user.home is \"" + unusable + "\")")
                .hasMessageContaining("set reliability.state");
        assertThat(StatePaths.choose(name -> Optional.of("/var/lib/reliability")))
                .isEqualTo(Path.of("/var/lib/reliability"));
    }
}
