package dev.reliability.internal.linux;

import dev.reliability.spi.AddressRange;
import dev.reliability.spi.MachineKeys;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a target is and has, asked in one go. */
public final class HostFacts {

    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final Duration clockOffset;

    private HostFacts(String output, Instant asked, Instant answered) {
        output.lines().forEach(line -> {
            int space = line.indexOf(' ');
            String key = space < 0 ? line : line.substring(0, space);
            lines.computeIfAbsent(key, unused -> new ArrayList<>()).add(space < 0 ? "" : line.substring(space + 1));
        });
        String[] time = value("time").replace(',', '.').split("\\.", -1);
        Instant theirs = Instant.ofEpochSecond(Long.parseLong(time[0]), Long.parseLong(time[1]) * 1000);
        Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
        this.clockOffset = Duration.between(ours, theirs);
    }

    /**
     * Asks the target; nothing is changed there.
     *
     * @throws LinuxFaultException if the answer makes no sense, as without bash on the target
     */
    public static HostFacts of(Shell shell, Collection<String> hosts) {
        return of(shell, hosts, Duration.ofSeconds(30));
    }

    static HostFacts of(Shell shell, Collection<String> hosts, Duration atMost) {
        Instant asked = Instant.now();
        ShellResult result = shell.run(ShellCommand.script(Scripts.load("mark.sh", "preflight.sh"))
                .withArguments(hosts.toArray(String[]::new))
                .withTimeout(atMost));
        if (!result.output().endsWith("done\n") || !result.output().contains("\ntime ")) {
            throw new LinuxFaultException(String.format(
                    Locale.ROOT,
                    "%s does not answer as a Linux host with bash 5 does: %s",
                    shell.address(),
                    (result.errors() + " " + result.output()).strip().replaceAll("\\R+", "; ")));
        }
        return new HostFacts(result.output(), asked, Instant.now());
    }

    /** How far the target's clock is ahead of this one; negative when it is behind. */
    public Duration clockOffset() {
        return clockOffset;
    }

    /** Whether commands can run as root, by login or through sudo. */
    public boolean root() {
        return !value("rights").equals("none");
    }

    boolean has(String tool) {
        return all("tool").contains(tool);
    }

    /** The first value of a key, or "". */
    String value(String key) {
        return all(key).isEmpty() ? "" : all(key).get(0);
    }

    List<String> all(String key) {
        return lines.getOrDefault(key, List.of());
    }

    List<AddressRange> addresses(String key) {
        return all(key).stream()
                .filter(AddressRange::looksLike)
                .map(AddressRange::parse)
                .toList();
    }

    /** What a host name resolves to on the target. */
    List<AddressRange> resolved(String host) {
        return all("host").stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[0].equals(host))
                .flatMap(words -> Arrays.stream(words).skip(1))
                .filter(AddressRange::looksLike)
                .map(AddressRange::parse)
                .toList();
    }

    /** Changes with every start of the host, or of the PID namespace that stands for one. */
    public String incarnation() {
        return value("boot") + "/" + value("init");
    }

    /** Who attacks the target now, as its mark says. */
    public Optional<Mark> mark() {
        String[] words = value("busy").split(" ", 2);
        return words.length < 2
                ? Optional.empty()
                : Optional.of(new Mark(words[1], Instant.ofEpochSecond(Long.parseLong(words[0]))));
    }

    /**
     * The mark of an attack.
     *
     * @param owner who attacks
     * @param until when the attack ends at the latest
     */
    public record Mark(String owner, Instant until) {}

    /** How many cores it may use. */
    public int cores() {
        return Math.max(1, Integer.parseInt("0" + value("cores")));
    }

    /** Which host this is, whatever name led to it; two network namespaces are two hosts. */
    public String place() {
        return "host " + value("boot") + " " + value("netns");
    }

    /** The keys of {@link dev.reliability.spi.Target#resources()}: the place, and the machine if this is the whole of one. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>(MachineKeys.of(all("machine")));
        keys.add(place());
        return keys;
    }

    /** Whether killing or shutting down the target would hit the machine that this runs on. */
    boolean thisMachine(HostFacts local) {
        return value("boot").equals(local.value("boot")) && value("pidns").equals(local.value("pidns"));
    }
}
