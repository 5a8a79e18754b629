package dev.reliability.internal.shell;

import dev.reliability.spi.Lifeline;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.ShellResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host behind the OpenSSH client of this machine: its configuration, agent, known hosts and jump hosts apply.
 *
 * <p>One connection carries everything. It is made at first use, kept by a background {@code ssh} that ends by itself a
 * minute after its last user, and made again after it broke.
 */
public final class SshShell extends ProcessShell {

    private static final int SSH_FAILED = 255;
    private static final Pattern CONNECTION =
            Pattern.compile("^([0-9a-f.:]+) \\d+ ([0-9a-f.:]+) (\\d+)$", Pattern.MULTILINE);

    private final SshAddress address;
    private final SshMaster master;

    /** Leads to this host with the user's own configuration. */
    public SshShell(SshAddress address) {
        this(address, null);
    }

    /** Leads to this host with another client configuration file, read instead of the user's and the system's. */
    public SshShell(SshAddress address, @Nullable Path configuration) {
        this.address = address;
        this.master = new SshMaster(address, configuration);
    }

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    List<String> commandLine(ShellCommand command, boolean session) {
        master.connect(command.timeout());
        List<String> words = bash(command);
        if (!session) {
            // Killing the client here leaves the command there: it is bounded where it runs.
            Duration bound = command.timeout().plusSeconds(2);
            words = concat(List.of("timeout", "-s", "KILL", Long.toString(bound.toSeconds())), words);
        }
        return concat(master.client(), List.of(Quoting.commandLine(words)));
    }

    @Override
    ShellResult check(ShellResult result) {
        if (result.exitCode() == SSH_FAILED && !master.alive()) {
            throw new ShellException(
                    Reason.LOST,
                    String.format(
                            Locale.ROOT,
                            "the connection to %s broke: %s",
                            address,
                            result.errors().strip()));
        }
        return result;
    }

    /** What the server tells about the connection; text of a talkative login may come before it. */
    private Optional<MatchResult> connection() {
        String said = run(ShellCommand.script("echo \"$SSH_CONNECTION\"")).output();
        return CONNECTION.matcher(said).results().reduce((first, last) -> last);
    }

    /** The address of the host that the connection comes in at, as the host sees it. */
    public Optional<String> reachedAt() {
        return connection().map(found -> found.group(2));
    }

    /** The connection that everything here goes through. */
    @Override
    public List<Lifeline> lifelines() {
        return connection()
                .map(found -> Lifeline.from("our SSH connection", found.group(1), Integer.parseInt(found.group(3))))
                .stream()
                .toList();
    }

    /** The process that carries the connection, for tests that cut it; 0 where there is none. */
    public long connectionPid() {
        return master.pid();
    }

    @Override
    public void close() {
        master.close();
    }
}
