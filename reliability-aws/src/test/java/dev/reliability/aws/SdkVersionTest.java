package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.core.util.VersionInfo;

/** The build runs tests with two versions of the SDK; this tells that each run has the one that it means. */
class SdkVersionTest {

    private static final String MEANT = "reliability.test.aws-sdk";

    @Test
    @EnabledIfSystemProperty(named = MEANT, matches = ".+", disabledReason = "only the build means a version")
    void isTheOneThatTheBuildMeans() throws ReflectiveOperationException {
        // the compiler would copy the constant of the version that it sees
        assertThat(VersionInfo.class.getField("SDK_VERSION").get(null)).isEqualTo(System.getProperty(MEANT));
    }
}
