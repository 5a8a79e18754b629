package dev.reliability.internal.runner;

import dev.reliability.experiment.RunningExperiment.RunningAttack;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.time.Duration;

/** What a test body sees of one fault, and may do to it. */
final class AttackHandle implements RunningAttack {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final FaultRun fault;
    private final Ticker ticker;
    private final Wake wake;

    AttackHandle(FaultRun fault, Ticker ticker, Wake wake) {
        this.fault = fault;
        this.ticker = ticker;
        this.wake = wake;
    }

    @Override
    public String name() {
        return fault.name();
    }

    @Override
    public String description() {
        return fault.description();
    }

    @Override
    public boolean bitten() {
        return fault.bitten();
    }

    @Override
    public boolean reverted() {
        return fault.reverted();
    }

    @Override
    public void awaitBite() {
        Duration limit = fault.plan().delay().plus(fault.timing().proofLimit()).plus(FaultRun.INJECTION);
        wake.awaitUntil(
                () -> bitten()
                        || reverted()
                        || fault.givenUp()
                        || fault.alreadySo().isPresent()
                        || fault.injectionFailure().isPresent(),
                ticker.nanos() + limit.toNanos(),
                INTERVAL);
        if (!bitten()) {
            throw new MissingBite(description() + " " + fault.evidence().what()
                    + (fault.givenUp()
                            ? ""
                            : " in " + Durations.limit(fault.timing().proofLimit())));
        }
    }

    @Override
    public void revert() {
        fault.earlyEnd().want(fault.injectedAt().isPresent());
        wake.signal();
        Duration limit = fault.plan().fault().expectedTimeToHeal().plus(FaultRun.INJECTION);
        if (fault.injectedAt().isPresent()) {
            wake.awaitUntil(this::reverted, ticker.nanos() + limit.toNanos(), INTERVAL);
        }
    }
}
