package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FailedIT {

    static final int PORT = Shop.freePort();

    @ReliabilityProperty("shop.url")
    static final String URL = "http://127.0.0.1:" + PORT;

    @ReliabilityTarget("shop")
    static final ManagedProcess SHOP = Shop.at(PORT);

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    @SteadyState(http = "${shop.url}/books", every = "50ms")
    @ShutdownAttack(target = "shop")
    void usersNotice() {}

    @RepeatedTest(2)
    @ShutdownAttack(target = "clerk")
    void repeated(RepetitionInfo repetition) {
        assertEquals(1, repetition.getCurrentRepetition(), "orders");
    }

    @Nested
    class AtNight {

        @Test
        @ShutdownAttack(target = "clerk")
        void nested() {
            throw new IllegalStateException("no light");
        }
    }
}
