package dev.reliability.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineKeysTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7, machine 203.0.113.7",
        "2001:DB8:0:0::1, 2001:db8::1, machine 2001:db8::1",
        "Blue.Example., blue.example, machine blue.example",
        "i-0123456789abcdef0, ' i-0123456789abcdef0 ', machine i-0123456789abcdef0"
    })
    void oneMachineHasOneKeyHoweverItIsWritten(String one, String other, String key) {
        assertThat(MachineKeys.of(List.of(one))).containsExactly(key).isEqualTo(MachineKeys.of(List.of(other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "localhost", "LOCALHOST.", "127.0.0.1", "127.8.0.1", "::1"})
    void whatLeadsBackToWhoeverAsksTellsNothingApart(String name) {
        assertThat(MachineKeys.of(List.of(name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.5, true",
        "172.31.0.1, true",
        "172.32.0.1, false",
        "192.168.1.1, true",
        "100.64.0.1, true",
        "169.254.1.1, true",
        "198.18.0.1, true",
        "fd00::1, true",
        "fe80::1, true",
        "203.0.113.7, false",
        "2001:db8::1, false",
        "blue.example, false",
        "i-0123456789abcdef0, false"
    })
    void twoNetworksMayHaveOnePrivateAddress(String name, boolean ambiguous) {
        assertThat(MachineKeys.of(List.of(name)))
                .singleElement()
                .extracting(MachineKeys::ambiguous)
                .isEqualTo(ambiguous);
    }

    @Test
    void otherKeysAreWhatTheyAre() {
        assertThat(MachineKeys.ambiguous("10.0.1.5")).isFalse();
        assertThat(MachineKeys.ambiguous("host 7f 4026531833")).isFalse();
    }
}
