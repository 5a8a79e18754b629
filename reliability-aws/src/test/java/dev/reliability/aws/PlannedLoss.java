package dev.reliability.aws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import org.junit.jupiter.api.Test;

/** What {@code reliability plan} is asked about; run by nobody. */
@SteadyState(http = "http://127.0.0.1:1/")
class PlannedLoss {

    @Test
    @ShutdownAttack(target = "${blue}")
    void ofAnInstance() {
        assertTrue(true);
    }

    @Test
    @TerminateInstancesAttack(target = "${web}")
    void ofAMember() {
        assertTrue(true);
    }
}
