package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.Bite;
import dev.reliability.internal.link.LinkFault;
import dev.reliability.internal.link.Observation;
import dev.reliability.internal.time.Durations;
import java.time.Duration;

/** How reports speak of a fault on links. */
record LinkWords(LinkFault fault) {

    String doing(String traffic) {
        if (fault instanceof LinkFault.Latency latency) {
            String jitter = latency.jitter().isZero() ? "" : " ± " + Durations.limit(latency.jitter());
            return "Delaying by " + Durations.limit(latency.toUpstream()) + jitter + " each way all traffic " + traffic;
        }
        if (fault instanceof LinkFault.Refusal) {
            return "Resetting and refusing all connections " + traffic;
        }
        return (fault.resets() ? "Resetting" : "Dropping") + " all traffic " + traffic;
    }

    String nothing() {
        if (fault instanceof LinkFault.Latency) {
            return "delayed nothing";
        }
        return fault.resets() ? "reset nothing" : "dropped nothing";
    }

    String done(String name, Bite bite) {
        String connections = count(bite.connections(), "connection") + " to " + name;
        if (fault instanceof LinkFault.Latency) {
            return connections + " delayed";
        }
        if (fault instanceof LinkFault.Refusal) {
            return connections + " reset, those after it refused";
        }
        return fault.resets()
                ? connections + " reset"
                : connections + " dropped, " + count(bite.swallowed(), "byte") + " swallowed";
    }

    String outside(Observation seen, Duration silence) {
        String process = "a process that is not ours (pid " + seen.pid() + ")";
        if (fault instanceof LinkFault.Latency) {
            return process + " was delayed as well";
        }
        if (fault.resets()) {
            return process + " was " + (seen.outcome() == Observation.Outcome.REFUSED ? "refused" : "reset")
                    + " as well";
        }
        return process + " met " + Durations.limit(silence) + " of silence";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
