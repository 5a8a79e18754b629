package dev.reliability.internal.link;

/**
 * What one activation of a fault has done so far to connections that are not the witness's: the proof that it bit.
 * Mere presence does not count; an idle connection on a link with a blackhole is in none of these.
 *
 * @param newConnections connections accepted while the fault was on, and hit by it
 * @param establishedConnections connections older than the fault, and hit by it
 * @param swallowedToUpstream bytes of clients that vanished
 * @param swallowedToClient bytes of the upstream that vanished
 * @param delayedChunks pieces of data held back
 * @param resets connections reset by the fault, or by its healing because they had lost bytes
 */
public record Bite(
        long newConnections,
        long establishedConnections,
        long swallowedToUpstream,
        long swallowedToClient,
        long delayedChunks,
        long resets) {

    /** {@return whether the fault hit at least one connection} */
    public boolean bitten() {
        return connections() > 0;
    }

    /** {@return connections hit, new and established} */
    public long connections() {
        return newConnections + establishedConnections;
    }

    /** {@return bytes that vanished, both ways} */
    public long swallowed() {
        return swallowedToUpstream + swallowedToClient;
    }
}
