package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.Bite;
import dev.reliability.internal.link.LinkFault;
import dev.reliability.internal.link.Observation;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Protocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How reports speak of a fault on links. */
record LinkWords(LinkFault fault, Protocol carried) {

    String doing(String traffic) {
        if (fault instanceof LinkFault.Latency latency) {
            String jitter = latency.jitter().isZero() ? "" : " ± " + Durations.limit(latency.jitter());
            return "Delaying by " + Durations.limit(latency.toUpstream()) + jitter + " each way all traffic " + traffic;
        }
        if (fault instanceof LinkFault.Loss loss) {
            return "Dropping " + percent(loss.percent()) + " of all datagrams " + traffic;
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
        String connections =
                count(bite.connections(), carried == Protocol.UDP ? "datagram" : "connection") + " to " + name;
        if (fault instanceof LinkFault.Latency) {
            return connections + " delayed";
        }
        if (fault instanceof LinkFault.Refusal) {
            return connections + " reset, those after it refused";
        }
        if (carried == Protocol.UDP) {
            return count(bite.connections(), "datagram") + " of " + name + " dropped";
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
        if (fault instanceof LinkFault.Loss) {
            return process + " lost datagrams as well";
        }
        return process + " met " + Durations.limit(silence) + " of silence";
    }

    Map<String, Object> figures(Bite bite) {
        Map<String, Object> figures = new LinkedHashMap<>();
        if (carried == Protocol.UDP) {
            figures.put("datagrams-dropped", bite.connections() - bite.delayedChunks());
            figures.put("datagrams-delayed", bite.delayedChunks());
        } else {
            figures.put("new-connections", bite.newConnections());
            figures.put("established-connections", bite.establishedConnections());
            figures.put("delayed-chunks", bite.delayedChunks());
            figures.put("resets", bite.resets());
        }
        figures.put("swallowed-bytes-sent", bite.swallowedToUpstream());
        figures.put("swallowed-bytes-received", bite.swallowedToClient());
        return figures;
    }

    private static String percent(double share) {
        return (share == Math.rint(share) ? String.valueOf((long) share) : String.valueOf(share)) + " %";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
