package shop;

import dev.reliability.junit.SteadyStateProbe;
import org.junit.jupiter.api.Test;

/** Has a probe that only the tests of another class call. */
class ClerkTest {

    @SteadyStateProbe(every = "20ms")
    boolean isOpen() {
        return true;
    }

    @Test
    void nothingIsAttacked() {}
}
