package shop;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import org.junit.jupiter.api.Test;

/** Containers that the build around this one has started. */
class ContainersIT {

    @ReliabilityTarget("cache")
    static final String CACHE = "docker:" + System.getProperty("cache");

    @Test
    @SteadyState(http = "${served}", every = "100ms", timeout = "5s")
    @ShutdownAttack(target = "cache", reboot = true)
    void survives() {}

    @Test
    @SteadyState(http = "${cached}", every = "100ms", timeout = "5s")
    @ShutdownAttack(target = "cache")
    void usersNotice() {}

    @Test
    @SteadyState(http = "${served}", every = "100ms", timeout = "5s")
    @BlackholeAttack(target = "cache", addresses = "198.18.0.1", duration = "1s")
    void withoutEffect() {}
}
