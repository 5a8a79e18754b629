package dev.reliability.internal.link;

import java.time.Duration;

/**
 * What a link does to its connections, new and established ones alike, in both directions.
 *
 * <p>A link has at most one fault at a time. What each does when it is healed is part of its meaning:
 *
 * <ul>
 *   <li>{@link Blackhole}: a connection that lost something is reset, because resuming it would hand the peers a
 *       byte stream with a hole in it; one that lost nothing goes on as if nothing had been. A connection that was
 *       accepted during the fault and has sent nothing yet is connected to the upstream now, as a retransmitted SYN
 *       would be.
 *   <li>{@link Latency}: what is still held back is delivered at once, in order.
 *   <li>{@link Reset}: nothing is left to heal; the next connection is forwarded.
 *   <li>{@link Refusal}: the link listens again, on the same port.
 * </ul>
 */
public sealed interface LinkFault {

    /**
     * Bytes vanish both ways. Established connections stay open but silent: an end of stream and a reset vanish
     * too. New connections are accepted and stay silent; the upstream never hears of them.
     */
    record Blackhole() implements LinkFault {
        @Override
        public String toString() {
            return "blackhole";
        }
    }

    /**
     * Every chunk is held back, in order, and so is the end of the stream. Accepting a connection is not delayed: the
     * kernel does it.
     *
     * @param toUpstream delay of what the client sends; zero leaves this direction alone
     * @param toClient delay of what the upstream answers; zero leaves this direction alone
     * @param jitter each delay varies evenly by plus or minus this much, never below zero and never out of order
     */
    record Latency(Duration toUpstream, Duration toClient, Duration jitter) implements LinkFault {
        /** Refuses negative values and a latency that delays nothing. */
        public Latency {
            if (toUpstream.isNegative() || toClient.isNegative() || jitter.isNegative()) {
                throw new IllegalArgumentException("latency and jitter must not be negative: " + toUpstream + " to the"
                        + " upstream, " + toClient + " to the client, jitter " + jitter);
            }
            if (toUpstream.isZero() && toClient.isZero()) {
                throw new IllegalArgumentException("a latency of zero in both directions delays nothing");
            }
        }

        Duration of(Direction direction) {
            return direction == Direction.TO_UPSTREAM ? toUpstream : toClient;
        }

        @Override
        public String toString() {
            return "latency of " + toUpstream.toMillis() + " ms to the upstream and " + toClient.toMillis()
                    + " ms to the client, jitter " + jitter.toMillis() + " ms";
        }
    }

    /** Established connections are reset (RST) on both sides at once, each new one as soon as it is accepted. */
    record Reset() implements LinkFault {
        @Override
        public String toString() {
            return "reset";
        }
    }

    /**
     * Nobody is there: established connections are reset, and the link stops listening, so new ones are refused. If there is no
     * connection to reset, the first that comes is reset, as proof that somebody came, and those after it are refused.
     */
    record Refusal() implements LinkFault {
        @Override
        public String toString() {
            return "refusal";
        }
    }

    /**
     * A share of the datagrams that clients send is lost, at random. Only where datagrams are forwarded.
     *
     * @param percent the share, above 0 and at most 100
     */
    record Loss(double percent) implements LinkFault {
        @Override
        public String toString() {
            return "loss of " + percent + " %";
        }
    }

    /** {@return whether connections are reset that exist or are accepted} */
    default boolean resets() {
        return this instanceof Reset || this instanceof Refusal;
    }

    /** {@return a fault that swallows everything} */
    static LinkFault blackhole() {
        return new Blackhole();
    }

    /** {@return a fault that resets every connection} */
    static LinkFault reset() {
        return new Reset();
    }

    /** {@return a fault that resets what is connected and refuses what comes} */
    static LinkFault refusal() {
        return new Refusal();
    }

    /**
     * A delay of each direction on its own: a round trip takes twice as much longer.
     *
     * @param delay of each direction
     * @param jitter by which each delay varies, up or down
     * @return the fault
     */
    static LinkFault latencyEachWay(Duration delay, Duration jitter) {
        return new Latency(delay, delay, jitter);
    }
}
