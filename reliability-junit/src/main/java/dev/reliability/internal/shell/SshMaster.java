package dev.reliability.internal.shell;

import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one connection to a host that all commands share. */
final class SshMaster {

    private static final int CONNECT_SECONDS = 10;
    private static final int PERSIST_SECONDS = 60;
    private static final Pattern PID = Pattern.compile("pid=(\\d+)");

    private final SshAddress address;
    private final @Nullable Path configuration;
    private @Nullable Path socket;

    SshMaster(SshAddress address, @Nullable Path configuration) {
        this.address = address;
        this.configuration = configuration;
    }

    /**
     * Makes the connection unless it is there.
     *
     * @param atMost how long the host may take to answer, where that is shorter than usual
     */
    synchronized void connect(Duration atMost) {
        if (socket != null && listening(socket)) {
            return;
        }
        forget();
        socket = directory().resolve(UUID.randomUUID().toString().substring(0, 13));
        List<String> words = new ArrayList<>(List.of("ssh", "-f", "-N", "-o", "ControlMaster=yes"));
        words.addAll(List.of("-o", "ControlPersist=" + PERSIST_SECONDS));
        long seconds = Math.max(1, Math.min(CONNECT_SECONDS, atMost.toSeconds()));
        words.addAll(List.of("-o", "ConnectTimeout=" + seconds));
        words.addAll(destination());
        Outcome outcome = execute(words, CONNECT_SECONDS + 20);
        if (outcome.exitCode() != 0) {
            socket = null;
            throw explain(outcome.text());
        }
    }

    /** The start of a command line that runs something over the connection. */
    synchronized List<String> client() {
        List<String> words = new ArrayList<>(List.of("ssh", "-T", "-o", "ControlMaster=no"));
        words.addAll(destination());
        return words;
    }

    synchronized boolean alive() {
        return pid() != 0;
    }

    synchronized long pid() {
        Matcher matcher = PID.matcher(control("check"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    synchronized void close() {
        control("exit");
        forget();
    }

    private static boolean listening(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** A connection that was killed leaves its socket behind. */
    private void forget() {
        if (socket != null) {
            socket.toFile().delete();
        }
        socket = null;
    }

    private String control(String request) {
        if (socket == null) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of("ssh", "-O", request));
        words.addAll(destination());
        return execute(words, 5).text();
    }

    /** Options that the user's configuration cannot loosen, then the host. */
    private List<String> destination() {
        List<String> words = new ArrayList<>();
        if (configuration != null) {
            words.addAll(List.of("-F", configuration.toString()));
        }
        words.addAll(List.of("-o", "ControlPath=" + socket, "-o", "BatchMode=yes"));
        words.addAll(List.of("-o", "StrictHostKeyChecking=yes"));
        words.addAll(List.of("-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3"));
        words.addAll(List.of("-o", "ForwardAgent=no", "-o", "ForwardX11=no", "-o", "ClearAllForwardings=yes"));
        words.addAll(List.of("-o", "RequestTTY=no", "-o", "LogLevel=ERROR"));
        if (address.user() != null) {
            words.addAll(List.of("-l", address.user()));
        }
        if (address.port() != 0) {
            words.addAll(List.of("-p", Integer.toString(address.port())));
        }
        words.addAll(List.of("--", address.host()));
        return words;
    }

    private ShellException explain(String text) {
        String said = text.strip().replaceAll("\\R+", "; ");
        if (text.contains("Host key verification failed") || text.contains("IDENTIFICATION HAS CHANGED")) {
            return new ShellException(
                    Reason.HOST_KEY,
                    String.format(
                            Locale.ROOT,
                            "the key that %s shows is not the one on record. If the host was set up anew, check its key and"
                                    + " replace the entry: ssh-keygen -R %s. ssh said: %s",
                            address,
                            knownHostsName(),
                            said));
        }
        if (text.contains("Permission denied") || text.contains("Too many authentication failures")) {
            return new ShellException(
                    Reason.LOGIN_REFUSED,
                    String.format(
                            Locale.ROOT,
                            "%s refuses the login; try: ssh -o BatchMode=yes %s true. ssh said: %s",
                            address,
                            address,
                            said));
        }
        return new ShellException(
                Reason.UNREACHABLE, String.format(Locale.ROOT, "cannot connect to %s. ssh said: %s", address, said));
    }

    private String knownHostsName() {
        return address.port() == 0 || address.port() == 22
                ? address.host()
                : "'[" + address.host() + "]:" + address.port() + "'";
    }

    /** Short, because the path of a socket has at most 108 bytes; ours alone, because who can write there is the user. */
    private static Path directory() {
        String base = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/tmp");
        Path directory =
                Path.of(base.length() > 40 ? "/tmp" : base, "reliability-ssh-" + System.getProperty("user.name"));
        var onlyUs = PosixFilePermissions.fromString("rwx------");
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(onlyUs));
            }
            boolean ours = Files.getAttribute(directory, "unix:uid")
                    .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            if (!ours || !Files.getPosixFilePermissions(directory).equals(onlyUs)) {
                throw new ShellException(
                        Reason.LOCAL,
                        directory + " is not private to this user; remove it, it is made anew when needed");
            }
            return directory;
        } catch (IOException e) {
            throw new ShellException(Reason.LOCAL, "cannot make " + directory + " for the SSH connection: " + e, e);
        }
    }

    /** Errors go to a file: the connection that stays behind would hold a pipe open. */
    @SuppressWarnings("ResultOfMethodCallIgnored")
    private static Outcome execute(List<String> words, int seconds) {
        Path text = null;
        try {
            text = Files.createTempFile("reliability-ssh", ".txt");
            Process process = new ProcessBuilder(words)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(text.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                ProcessShell.kill(process);
                return new Outcome(-1, "no answer within " + seconds + " s");
            }
            return new Outcome(process.exitValue(), Files.readString(text));
        } catch (IOException e) {
            throw new ShellException(
                    Reason.LOCAL, "cannot run ssh; install the OpenSSH client (openssh-client): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShellException(Reason.LOCAL, "interrupted while connecting", e);
        } finally {
            if (text != null) {
                text.toFile().delete();
            }
        }
    }

    private record Outcome(int exitCode, String text) {}
}
