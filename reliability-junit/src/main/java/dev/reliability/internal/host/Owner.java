package dev.reliability.internal.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Who attacks: what another run reads when it finds a target busy. Faults of one owner share a target. */
final class Owner {

    static final String NAME = System.getProperty("user.name") + "@" + machine() + ", process "
            + ProcessHandle.current().pid() + ", run "
            + UUID.randomUUID().toString().substring(0, 8);

    private Owner() {}

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
