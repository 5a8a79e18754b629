package shop;

import org.junit.jupiter.api.Test;

class TamperingIT {

    @Test
    void whenTheJvmEnds() {
        Runtime.getRuntime().addShutdownHook(new Thread(Tampering::everything));
    }
}
