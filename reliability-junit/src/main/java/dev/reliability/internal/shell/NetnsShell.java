package dev.reliability.internal.shell;

import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named network namespace of this machine.
 *
 * <p>Where the namespace has an init of its own (a process that is PID 1 of its own PID namespace), commands run beside
 * that init, in its network, PID and mount namespaces: a kill or shutdown cannot reach the machine. Otherwise only the
 * network, and {@code /etc/netns/NAME}, are the namespace's.
 */
public final class NetnsShell extends ProcessShell {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final String name;
    private volatile Optional<NamespaceInit> init = Optional.empty();

    /**
     * Leads to a namespace made with {@code ip netns add}.
     *
     * @throws IllegalArgumentException if this cannot be the name of one
     */
    public NetnsShell(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a network namespace: " + name);
        }
        this.name = name;
    }

    @Override
    public String address() {
        return "netns:" + name;
    }

    @Override
    List<String> commandLine(ShellCommand command, boolean session) {
        Path file = Path.of("/run/netns", name);
        if (!Files.exists(file)) {
            throw new ShellException(Reason.UNREACHABLE, "there is no network namespace " + name + " on this machine");
        }
        boolean hadInit = init.isPresent();
        if (init.filter(NamespaceInit::alive).isEmpty()) {
            init = NamespaceInit.of(file);
        }
        if (hadInit && init.isEmpty()) {
            init = Optional.of(NamespaceInit.NONE);
            throw new ShellException(Reason.UNREACHABLE, address() + " is down: its init has ended");
        }
        return concat(init.map(NamespaceInit::entry).orElse(List.of("ip", "netns", "exec", name)), bash(command));
    }

    @Override
    public void close() {
        // holds nothing
    }
}
