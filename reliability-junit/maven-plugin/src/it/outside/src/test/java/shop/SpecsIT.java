package shop;

import static org.junit.jupiter.api.Assertions.fail;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;

/** An experiment that {@link SpecEngine} runs. */
final class SpecsIT {

    private SpecsIT() {}

    static void theShopIsOpen() {
        Reliability.experiment("the shop is open")
                .target("clerk", Clerk.address())
                .attack(FaultSpec.shutdown("clerk"))
                .run(() -> fail("no books"));
    }
}
