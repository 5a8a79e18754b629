package dev.reliability.internal.host;

import dev.reliability.internal.shell.SshAddress;
import dev.reliability.internal.shell.SshShell;
import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.MachineKeys;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.Target;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A host by the address that this machine reaches it at. */
record HostTarget(LinuxTarget linux, Shell shell) implements Target {

    @Override
    public String name() {
        return linux.name();
    }

    @Override
    public Address address() {
        return linux.address();
    }

    @Override
    public Set<String> resources() {
        Set<String> keys = new TreeSet<>(linux.resources());
        if (shell instanceof SshShell) {
            keys.addAll(MachineKeys.of(names()));
        }
        return keys;
    }

    @Override
    public Optional<String> attackedBy() {
        return linux.attackedBy();
    }

    @Override
    public Optional<String> unfit() {
        return linux.unfit();
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("hosts", names());
    }

    /** Its names: as it is written, and the address at which it is reached as it sees that itself. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (shell instanceof SshShell ssh) {
            names.add(SshAddress.parse(address().toString()).host());
            try {
                ssh.reachedAt().ifPresent(names::add);
            } catch (ShellException e) {
                // is told with everything else that stands against a fault
            }
        } else {
            names.add(address().scheme().equals("host") ? "local" : address().toString());
        }
        return names;
    }

    @Override
    public Fault plan(FaultRequest request) {
        return linux.plan(request);
    }
}
