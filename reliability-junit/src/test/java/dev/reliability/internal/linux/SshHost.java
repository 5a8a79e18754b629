package dev.reliability.internal.linux;

import static org.awaitility.Awaitility.await;

import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.internal.shell.SshAddress;
import dev.reliability.internal.shell.SshShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The host of a {@link Net} as a machine of its own: network, PID and mount namespaces, a private /run,
 * /var/log and home (whose shell start-up files would run at each login), and an OpenSSH server as its init. Clients come in over the link to the container's namespace.
 */
public final class SshHost implements AutoCloseable {

    /** Address of the host as its SSH clients know it. */
    public static final String ADDRESS = "ssh://root@198.18.78.1:22";

    private final Net net;
    private final Path directory;
    private Process init;

    public SshHost(Net net) {
        this.net = net;
        try {
            directory = Files.createTempDirectory("rlt-ssh");
            // sshd reads the authorized keys as whoever logs in
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (String key : List.of("host", "user", "stranger")) {
                run(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        directory.resolve(key).toString());
            }
            Files.writeString(directory.resolve("authorized"), Files.readString(directory.resolve("user.pub")));
            Files.writeString(
                    directory.resolve("sshd_config"),
                    """
                    Port 22
                    HostKey %1$s/host
                    AuthorizedKeysFile %1$s/authorized
                    PidFile none
                    UsePAM no
                    StrictModes no
                    LogLevel QUIET
                    PermitRootLogin prohibit-password
                    PasswordAuthentication no
                    """
                            .formatted(directory));
            knownKey("host.pub");
            Files.writeString(configuration("user"), configurationText("user"));
            Files.writeString(configuration("stranger"), configurationText("stranger"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boot();
    }

    /** Starts the host, also again after it went down. */
    public void boot() {
        // poweroff and reboot write to the log of logins before they act: it must not be the machine's
        // what others do to the processors of this machine is not seen in the host
        String script =
                "for place in /run \"$HOME\" /var/log; do mount -t tmpfs -o size=1m tmpfs \"$place\" || exit; done;"
                        + " cat /proc/stat >/run/stat && mount --bind /run/stat /proc/stat && mkdir -m 0755 /run/sshd && exec /usr/sbin/sshd -D -e -f \"$0\"";
        init = net.start(
                net.host,
                List.of(
                        "unshare",
                        "--pid",
                        "--mount",
                        "--fork",
                        "--mount-proc",
                        "--kill-child",
                        "sh",
                        "-c",
                        script,
                        directory.resolve("sshd_config").toString()));
        NetnsShell container = new NetnsShell(net.container);
        await().until(() -> Reach.of(container, "198.18.78.1", 22, Duration.ofMillis(300)) == Reach.CONNECTED);
    }

    /** A client that may log in. */
    public SshShell shell() {
        return shell("user");
    }

    /** A client with this key. */
    public SshShell shell(String key) {
        return new SshShell(SshAddress.parse(ADDRESS), configuration(key));
    }

    /** The client's configuration file for this key. */
    public Path configuration(String key) {
        return directory.resolve("config-" + key);
    }

    /** Puts this public key on record as the host's. */
    public void knownKey(String file) {
        try {
            String[] words = Files.readString(directory.resolve(file)).split(" ", -1);
            Files.writeString(directory.resolve("known"), "198.18.78.1 " + words[0] + " " + words[1].strip() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts or mends the wire that the clients come in by. */
    public void wire(boolean up) {
        run("ip", "-n", net.container, "link", "set", "toHost", up ? "up" : "down");
        if (up) {
            // the default route and the v6 address went with the link
            Net.run("ip", "-n", net.container, "route", "add", "default", "via", "198.18.78.1");
            Net.run("ip", "-n", net.container, "addr", "add", "fd78::2/64", "dev", "toHost", "nodad");
            Net.run("ip", "-n", net.container, "-6", "route", "add", "default", "via", "fd78::1");
        }
    }

    /** Whether the host's init runs. */
    public boolean up() {
        return init.isAlive();
    }

    /** The host's PID 1 as this machine counts. */
    public long initPid() {
        return init.children().mapToLong(ProcessHandle::pid).findFirst().orElseThrow();
    }

    private String configurationText(String key) {
        return """
                Host *
                  IdentityFile %1$s/%2$s
                  IdentitiesOnly yes
                  UserKnownHostsFile %1$s/known
                  GlobalKnownHostsFile /dev/null
                  ProxyCommand ip netns exec %3$s bash -c 'exec 3<>/dev/tcp/%%h/%%p || exit; cat <&3 & cat >&3; kill $!'
                """
                .formatted(directory, key, net.container);
    }

    private static void run(String... command) {
        Net.Outcome outcome = Net.run(command);
        if (outcome.exit() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + outcome.text());
        }
    }

    @Override
    public void close() {
        init.descendants().forEach(ProcessHandle::destroyForcibly);
        init.destroyForcibly();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> file.toFile().delete());
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
