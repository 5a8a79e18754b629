package dev.reliability.linux;

import dev.reliability.internal.shell.LocalShell;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.internal.shell.SshAddress;
import dev.reliability.internal.shell.SshShell;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.SharedClients;
import dev.reliability.spi.Shell;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The shells that this library has: this machine ({@code host:local}), a network namespace of it ({@code netns:NAME}), and a host
 * behind the OpenSSH client of this machine ({@code ssh://user@host:port}). A back end that knows where to log in, such as one for
 * instances in a cloud, opens one of these; another brings a {@link Shell} of its own.
 *
 * <pre>{@code
 * Shell shell = Shells.open(Address.parse("ssh://ubuntu@203.0.113.7"), context);
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Shells {

    /** Setting: configuration file of the OpenSSH client to use in place of the user's. */
    public static final String SSH_CONFIGURATION = "reliability.ssh.config";

    private Shells() {}

    /**
     * Opens a shell. Those over SSH are kept and shared, so that every test of a host uses one connection, which ends with
     * the test plan, or by itself a minute after its last use.
     *
     * @param address {@code host:local}, {@code netns:NAME} or {@code ssh://user@host:port}; user and port may be left out
     * @param context for the setting {@code reliability.ssh.config}
     * @throws IllegalArgumentException if the address is of another form
     */
    public static Shell open(Address address, PlanContext context) {
        return switch (address.scheme()) {
            case "ssh" -> ssh(address, context.value(SSH_CONFIGURATION));
            case "netns" -> new NetnsShell(address.value());
            case "host" -> {
                if (!address.value().equals("local")) {
                    throw noWay(address);
                }
                yield new LocalShell();
            }
            default -> throw noWay(address);
        };
    }

    private static Shell ssh(Address address, Optional<String> configuration) {
        return SharedClients.of(
                SshShell.class,
                new Ssh(SshAddress.parse(address.toString()), configuration),
                ssh -> new SshShell(
                        ssh.address(), ssh.configuration().map(Path::of).orElse(null)));
    }

    private record Ssh(SshAddress address, Optional<String> configuration) {}

    private static IllegalArgumentException noWay(Address address) {
        return new IllegalArgumentException("no shell leads to " + address);
    }
}
