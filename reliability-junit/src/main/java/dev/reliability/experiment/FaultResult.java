package dev.reliability.experiment;

import dev.reliability.spi.Testimony;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What became of a fault.
 *
 * @param name name of the attack
 * @param description what was done to what
 * @param injected whether it was injected
 * @param bitten whether it was proven to bite
 * @param bite what was seen of the bite, or in its place
 * @param injectedAfter when it was injected, counted from the begin of the run
 * @param bittenAfter how long after the injection the bite was proven
 * @param lasted from the injection to the end of the revert
 * @param residue what is left; empty is the proof of being gone
 * @param measurements figures of the back end, such as counters
 * @param testimony what its target had to say about the time around it, bounded and without secrets; where a run has several faults on
 *     one target, it is with the first
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record FaultResult(
        String name,
        String description,
        boolean injected,
        boolean bitten,
        String bite,
        Optional<Duration> injectedAfter,
        Optional<Duration> bittenAfter,
        Optional<Duration> lasted,
        List<String> residue,
        Map<String, Object> measurements,
        Testimony testimony) {

    /** Copies the lists. */
    public FaultResult {
        residue = List.copyOf(residue);
        measurements = Map.copyOf(measurements);
    }
}
