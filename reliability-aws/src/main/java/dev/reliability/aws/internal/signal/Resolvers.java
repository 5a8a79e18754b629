package dev.reliability.aws.internal.signal;

import dev.reliability.linux.Shells;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks for a name: at name servers, or on a host as its own programs do. */
final class Resolvers {

    private static final ShellCommand LOOK_UP = ShellCommand.script("getent ahosts \"$1\" | cut -d' ' -f1");

    /** What the addresses of hosts begin with; all others are name servers. */
    private static final List<String> HOSTS = List.of("ssh://", "netns:", "host:local");

    private Resolvers() {}

    /** The signal of another back end: {@code dns:NAME}, which asks all name servers, or {@code dns:NAME@SERVER}. */
    static Signal dns(String what, PlanContext context) {
        SignalProvider provider =
                ServiceLoader.load(SignalProvider.class, SignalProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(one -> one.schemes().contains("dns"))
                        .findFirst()
                        .orElseThrow(() -> new PlanException("nothing on the class path asks name servers"));
        return provider.signal(what, new Address("dns", what), context);
    }

    /** Asks where clients do: at a name server, or on a host. */
    static Signal of(String name, String resolver, PlanContext context) {
        if (HOSTS.stream().noneMatch(resolver::startsWith)) {
            return dns(name + "@" + resolver, context);
        }
        try {
            return onHost(name, Shells.open(Address.parse(resolver), context));
        } catch (IllegalArgumentException e) {
            throw new PlanException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Signal onHost(String name, Shell shell) {
        return timeout -> {
            ShellResult result = shell.run(LOOK_UP.withArguments(name).withTimeout(timeout));
            Set<String> addresses =
                    result.output().lines().filter(line -> !line.isBlank()).collect(Collectors.toSet());
            if (addresses.isEmpty()) {
                throw new IOException("the programs of " + shell.address() + " find no address of " + name);
            }
            return new Signal.Reading(
                    addresses, Map.of("asked-on", shell.address().toString()));
        };
    }
}
