package dev.reliability.samples.greeting;

import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.ProcessKillAttack;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

/** A webapp that gives up in time greets everybody without its only greeter. */
@ExperimentFiles("${greeting.experiment:experiments}")
@SteadyState(name = "a greeting", http = "${WEBAPP_URL}", timeout = "3s")
class PatientWebappIT {

    static final Greeting GREETING = Greeting.with(1);

    @ReliabilityProperty("WEBAPP_URL")
    static final String URL = GREETING.url();

    @ReliabilityTarget("greeter")
    static final ManagedProcess GREETER = GREETING.greeter(1);

    @ReliabilityTarget("name")
    static final ManagedProcess NAME = GREETING.name();

    @ReliabilityTarget("webapp")
    static final ManagedProcess WEBAPP = GREETING.patientWebapp();

    @Test
    @ShutdownAttack(target = "greeter")
    void losingTheGreeterIsAnsweredInTime() {}

    @Test
    @ProcessKillAttack(target = "greeter", duration = "3s")
    void aGreeterThatCrashesIsAnsweredInTime() {}
}
