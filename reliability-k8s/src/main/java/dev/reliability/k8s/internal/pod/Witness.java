package dev.reliability.k8s.internal.pod;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.TargetContext;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ordinary user without any right, in an ephemeral container of a pod: it resolves names there, and tries new connections from
 * there. The strictest level of Pod Security lets it in.
 */
public final class Witness {

    /** What became of a new connection. */
    public enum Answer {
        /** It was established. */
        OPEN("answered"),
        /** It was refused. */
        REFUSED("refused"),
        /** Nothing came back in time. */
        SILENT("silent");

        private final String word;

        Answer(String word) {
            this.word = word;
        }

        /** Returns it as messages say it. */
        public String word() {
            return word;
        }
    }

    /**
     * Where a connection goes.
     *
     * @param address a single address
     * @param port a TCP port
     */
    public record Point(AddressRange address, int port) {
        @Override
        public String toString() {
            return (address.v4() ? address : "[" + address + "]") + ":" + port;
        }
    }

    private static final String RESOLVE =
            """
            for host; do
              while read -r address _; do printf '%s %s\\n' "$host" "$address"; done \\
                < <(timeout 10 getent ahosts "$host" 2>/dev/null) &
            done
            wait
            """;

    /** Seconds that a connection may take: one lost packet, which is sent again after a second, is no refusal. */
    private static final int PATIENCE = 2;

    private static final int TRIES = 3;

    private static final String CONNECT =
            """
            patience=$1; shift
            for point; do
              {
                timeout "$patience" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "${point% *}" "${point#* }" 2>/dev/null
                case $? in 0) answer=OPEN ;; 124) answer=SILENT ;; *) answer=REFUSED ;; esac
                printf '%s %s\\n' "$point" "$answer"
              } &
            done
            wait
            """;

    private final Guest guest;
    private final PodShell shell;
    private final Duration lease;
    private boolean opened;

    private Witness(Guest guest, PodShell shell, Duration lease) {
        this.guest = guest;
        this.shell = shell;
        this.lease = lease;
    }

    /** A witness that is not in its pod yet. */
    public static Witness of(PodsTarget target, Pod pod, String id, FaultRequest request, TargetContext context) {
        Guest guest = Guest.of(target.cluster(), pod, id, Guest.image(context), Guest.Rank.NOBODY, Optional.empty());
        PodShell shell = new PodShell(guest, PodPart.longest(request));
        Duration lease = LinuxTarget.of("pod " + guest.pod(), target.address(), shell, context)
                .lease();
        shell.endAfter(PodPart.silence(lease));
        return new Witness(guest, shell, lease);
    }

    /** Returns what a later run needs in order to end them. */
    public static Map<String, String> undo(List<Witness> all) {
        return Ends.data(all.stream().map(one -> one.guest).toList());
    }

    /** Returns how long whatever is in force may live without a sign of life from here. */
    public Duration lease() {
        return lease;
    }

    /** Returns the cluster that its pod is in. */
    public Cluster cluster() {
        return guest.cluster();
    }

    /** Returns the name of its pod. */
    public String pod() {
        return guest.pod();
    }

    /** Returns the name and the image of its container, as messages say them. */
    public String container() {
        return guest.container() + " (image " + guest.image() + ")";
    }

    /** Says why the pod would not take it; nothing is changed. */
    public Optional<String> refusal() {
        try {
            shell.ask();
            return Optional.empty();
        } catch (ShellException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Enters the pod. */
    public void open() {
        shell.open();
        opened = true;
    }

    /** Says why it cannot be asked any more. */
    public Optional<String> lost() {
        return opened ? shell.lost() : Optional.of(guest + " was never entered");
    }

    /** Tells whether its very pod is still there. */
    public boolean podIsThere() {
        return GuestContainers.pod(guest).isPresent();
    }

    /** Returns the addresses of some hosts as the pod knows them; none for a host that it does not know. */
    public Map<String, List<AddressRange>> resolve(Collection<String> hosts) {
        Map<String, List<AddressRange>> addresses = new LinkedHashMap<>();
        hosts.forEach(host -> addresses.put(host, new ArrayList<>()));
        if (hosts.isEmpty()) {
            return addresses;
        }
        ShellResult result = ask(ShellCommand.script(RESOLVE)
                .withArguments(hosts.toArray(String[]::new))
                .withTimeout(Duration.ofSeconds(15)));
        result.output().lines().map(line -> line.split(" ", 2)).forEach(words -> {
            List<AddressRange> known = addresses.get(words[0]);
            if (known != null && words.length == 2 && AddressRange.looksLike(words[1])) {
                AddressRange address = AddressRange.parse(words[1]);
                if (!known.contains(address)) {
                    known.add(address);
                }
            }
        });
        return addresses;
    }

    /** Tries a new connection to each of some points. */
    public Map<Point, Answer> connect(Collection<Point> points) {
        Map<Point, Answer> answers = new LinkedHashMap<>();
        if (points.isEmpty()) {
            return answers;
        }
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(PATIENCE)));
        points.forEach(point -> arguments.add(point.address() + " " + point.port()));
        ShellResult result = ask(ShellCommand.script(CONNECT)
                .withArguments(arguments.toArray(String[]::new))
                .withTimeout(Duration.ofSeconds(PATIENCE + 10)));
        List<String> lines = result.output().lines().toList();
        for (Point point : points) {
            String begin = point.address() + " " + point.port() + " ";
            String answer = lines.stream()
                    .filter(line -> line.startsWith(begin))
                    .map(line -> line.substring(begin.length()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(guest + " did not say whether " + point + " answers: "
                            + result.output() + result.errors()));
            answers.put(point, Answer.valueOf(answer));
        }
        return answers;
    }

    /** Questions change nothing, so one whose way was cut is asked again. */
    private ShellResult ask(ShellCommand question) {
        for (int attempt = 1; ; attempt++) {
            try {
                return shell.run(question);
            } catch (ShellException e) {
                if (e.reason() != ShellException.Reason.LOST
                        || attempt == TRIES
                        || shell.lost().isPresent()) {
                    throw e;
                }
            }
        }
    }

    /** Ends its container; returns what is left. */
    public List<String> end() {
        if (!opened) {
            return GuestContainers.runs(guest) ? Ends.of(guest) : List.of();
        }
        shell.close();
        return shell.ended() ? List.of() : Ends.of(guest);
    }
}
