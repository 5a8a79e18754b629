package dev.reliability.samples.containers;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A test that forgot to start its container. */
class NotStarted {

    @ReliabilityTarget("db")
    static final GenericContainer<?> DB = new GenericContainer<>(DockerImageName.parse("reliability-sample:busybox"));

    @Test
    @ShutdownAttack(target = "db", reboot = true)
    void ordersSurviveARestartOfTheDatabase() {}
}
