package dev.reliability.internal.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who attacks: what another run reads when it finds a target busy. Faults of one owner share a target. */
final class Owner {

    private static final String HERE = System.getProperty("user.name") + "@" + machine() + ", process ";

    static final String NAME = HERE
            + ProcessHandle.current().pid()
            + ", run "
            + UUID.randomUUID().toString().substring(0, 8);

    private static final Pattern RUN_HERE = Pattern.compile(Pattern.quote(HERE) + "(\\d{1,18}), run [0-9a-f]+");

    private Owner() {}

    /** Whether this was a run of the same user on this machine: what a dead one left is swept before a fault is injected. */
    static boolean diedHere(String owner) {
        Matcher run = RUN_HERE.matcher(owner);
        return run.matches() && ProcessHandle.of(Long.parseLong(run.group(1))).isEmpty();
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
