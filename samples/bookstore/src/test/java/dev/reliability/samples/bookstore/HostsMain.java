package dev.reliability.samples.bookstore;

import java.io.IOException;

/** Boots the hosts for whoever wants to look at them by hand, until the end of its input. */
final class HostsMain {

    private HostsMain() {}

    public static void main(String[] arguments) throws IOException {
        try (Hosts hosts = Hosts.boot()) {
            System.out.println(
                    "booted " + hosts.plan().directory() + " " + hosts.plan().number());
            while (System.in.read() >= 0) {
                // whatever is typed
            }
        }
    }
}
