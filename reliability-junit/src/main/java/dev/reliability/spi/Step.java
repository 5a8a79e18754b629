package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Something that a remote system tells of the way from a fault to its consequence: a health check that failed, an alarm that
 * changed its state, a record that was published. Reports show them between the bite and the move that they led to.
 *
 * @param phase part of the way that it ends: {@code detect}, {@code decide}, {@code publish}, or another word
 * @param at when it happened
 * @param what what happened, as people know it: {@code health check 1a2b failed in 12 of 16 regions}
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Step(String phase, Moment at, String what) {}
