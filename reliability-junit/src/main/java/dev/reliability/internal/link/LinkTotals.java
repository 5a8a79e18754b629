package dev.reliability.internal.link;

/**
 * What a link has done since it was opened, the witness's connections left out.
 *
 * @param accepted connections accepted
 * @param open connections open now
 * @param bytesToUpstream bytes handed to the upstream
 * @param bytesToClient bytes handed to clients
 * @param upstreamFailures connections that ended because the upstream could not be resolved or reached
 * @param faults what all activations of faults did, added up
 */
public record LinkTotals(
        long accepted, long open, long bytesToUpstream, long bytesToClient, long upstreamFailures, Bite faults) {}
