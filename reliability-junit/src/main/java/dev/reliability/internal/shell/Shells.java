package dev.reliability.internal.shell;

import dev.reliability.spi.Shell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Shells by address. */
public final class Shells {

    private Shells() {}

    /**
     * The shell for {@code host:local}, {@code netns:NAME} or {@code ssh://user@host:port}.
     *
     * @param sshConfiguration client configuration file to use instead of the user's, or null
     * @throws IllegalArgumentException if the address is of another form
     */
    public static Shell open(String address, @Nullable Path sshConfiguration) {
        if (address.equals("host:local")) {
            return new LocalShell();
        }
        if (address.startsWith("netns:")) {
            return new NetnsShell(address.substring("netns:".length()));
        }
        if (address.startsWith("ssh:")) {
            return new SshShell(SshAddress.parse(address), sshConfiguration);
        }
        throw new IllegalArgumentException("no shell leads to " + address);
    }
}
