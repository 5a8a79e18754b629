package dev.reliability.internal.host;

import dev.reliability.internal.shell.Shells;
import dev.reliability.spi.Address;
import dev.reliability.spi.Shell;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The shells of this JVM. Those over SSH are kept, so that every test of a host shares one connection. */
final class HostShells {

    /** Setting: configuration file of the OpenSSH client to use in place of the user's. */
    static final String CONFIGURATION = "reliability.ssh.config";

    private static final Map<String, Shell> SSH = new ConcurrentHashMap<>();

    private HostShells() {}

    /**
     * Opens a shell, or returns the one that is open.
     *
     * @throws IllegalArgumentException if the address is malformed
     */
    static Shell open(Address address, Optional<String> configuration) {
        Path file = configuration.map(Path::of).orElse(null);
        if (!address.scheme().equals("ssh")) {
            return Shells.open(address.toString(), file);
        }
        // made outside the map, so that a malformed address is told each time
        Shell shell = Shells.open(address.toString(), file);
        return SSH.computeIfAbsent(address + " " + configuration.orElse(""), unused -> shell);
    }

    /** The setting as the command line finds it, where there is no test to ask. */
    static Optional<String> configurationOfThisMachine() {
        return Optional.ofNullable(System.getProperty(CONFIGURATION))
                .or(() -> Optional.ofNullable(System.getenv("RELIABILITY_SSH_CONFIG")));
    }
}
