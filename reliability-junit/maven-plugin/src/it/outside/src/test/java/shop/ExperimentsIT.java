package shop;

import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.ReliabilityProperty;

@ExperimentFiles("experiments")
class ExperimentsIT {

    @ReliabilityProperty("SHOP_MARKER")
    static final String MARKER = "target/shop-marker";
}
