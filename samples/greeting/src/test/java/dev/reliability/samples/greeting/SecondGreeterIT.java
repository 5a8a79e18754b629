package dev.reliability.samples.greeting;

import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

/** With a second greeter nobody notices that the first is lost: said by an experiment file, and by annotations. */
@ExperimentFiles("${greeting.experiment:experiments}")
@SteadyState(name = "a greeting", http = "${WEBAPP_URL}", timeout = "3s")
class SecondGreeterIT {

    static final Greeting GREETING = Greeting.with(2);

    @ReliabilityProperty("WEBAPP_URL")
    static final String URL = GREETING.url();

    @ReliabilityTarget("greeter")
    static final ManagedProcess GREETER = GREETING.greeter(1);

    @ReliabilityTarget("second-greeter")
    static final ManagedProcess SECOND_GREETER = GREETING.greeter(2);

    @ReliabilityTarget("name")
    static final ManagedProcess NAME = GREETING.name();

    @ReliabilityTarget("webapp")
    static final ManagedProcess WEBAPP = GREETING.webapp();

    @Test
    @ShutdownAttack(target = "greeter")
    void losingAGreeterIsNotNoticed() {}
}
