package shop;

import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import org.junit.jupiter.api.Test;

class InvalidIT {

    @Test
    @SteadyState(http = "${nowhere}/books", tolerate = "120%")
    @ShutdownAttack(target = "shpo", delay = "soon")
    void mistyped() {}
}
