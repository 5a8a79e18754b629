package dev.reliability.spi;

import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A TCP connection on which a {@link Shell} depends, as the target sees it. No network fault cuts it, whatever is asked for.
 *
 * <pre>{@code
 * Lifeline.from("our SSH connection", "203.0.113.9", 22);         // somebody who connects to port 22 of the target
 * Lifeline.to("the agent's connection", "198.51.100.0/24", 443);  // something that the target connects to
 * }</pre>
 *
 * @param what what it is, as the console names it among what is spared
 * @param peer IP address or CIDR block of the other end
 * @param port port of the target that the peer connects to
 * @param peerPort port of the peer that the target connects to
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Lifeline(String what, AddressRange peer, OptionalInt port, OptionalInt peerPort) {

    /**
     * Returns a connection that comes in.
     *
     * @param what what it is, such as {@code our SSH connection}
     * @param peer IP address or CIDR block that it comes from
     * @param port port of the target
     * @throws IllegalArgumentException if the peer is neither
     */
    public static Lifeline from(String what, String peer, int port) {
        return new Lifeline(what, AddressRange.parse(peer), OptionalInt.of(port), OptionalInt.empty());
    }

    /**
     * Returns a connection that the target makes.
     *
     * @param what what it is
     * @param peer IP address or CIDR block that it goes to
     * @param peerPort port there
     * @throws IllegalArgumentException if the peer is neither
     */
    public static Lifeline to(String what, String peer, int peerPort) {
        return new Lifeline(what, AddressRange.parse(peer), OptionalInt.empty(), OptionalInt.of(peerPort));
    }

    /** Returns it as the console shows it: {@code our SSH connection from 203.0.113.9}. */
    @Override
    public String toString() {
        return what + (port.isPresent() ? " from " : " to ") + peer;
    }
}
