package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reliability.spi.PlanException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileTest {

    private static Profile chosen(String name) {
        return Profile.chosen(setting -> setting.equals("reliability.profile") ? Optional.of(name) : Optional.empty());
    }

    @Test
    void theDefaultProfileMayBeAbsent() {
        Profile profile = Profile.chosen(setting -> Optional.empty());
        assertThat(profile.name()).isEqualTo("local");
        assertThat(profile.source()).isEqualTo("reliability-local.properties");
        assertThat(profile.value("anything")).isEmpty();
        assertThat(profile.names("target")).isEmpty();
    }

    @Test
    void aChosenOneMayNot() {
        assertThatExceptionOfType(PlanException.class)
                .isThrownBy(() -> chosen("stagign"))
                .withMessage("profile \"stagign\" is chosen by reliability.profile, but there is no"
                        + " reliability-stagign.properties on the test class path");
    }

    @Test
    void evenTheDefaultOneMustExistWhenChosen() {
        assertThatExceptionOfType(PlanException.class).isThrownBy(() -> chosen("local"));
    }

    @Test
    void holdsValuesAndTheNamesOfASort() {
        Profile profile = chosen("names-test");
        assertThat(profile.value("shop.host")).contains("127.0.0.1");
        assertThat(profile.value("target.grün")).contains("process:2");
        assertThat(profile.names("target")).containsExactly("blue", "grün");
        assertThat(profile.names("signal")).containsExactly("shop");
        assertThat(profile.names("alarm")).isEmpty();
    }
}
