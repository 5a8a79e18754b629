package dev.reliability.internal.shell;

import dev.reliability.spi.ShellCommand;
import java.util.List;
import java.util.function.Supplier;

/**
 * The network and the processes of a container that runs on this machine, with the programs of the machine: the container needs none.
 *
 * <p>Commands run in the container's network and PID namespaces, so that the kernel ends them with the container, in a mount namespace
 * of their own where names resolve as they do in the container. Needs root.
 */
public final class ContainerShell extends ProcessShell {

    /** Joins the control groups that share out processors, where that is asked for, and enters the namespaces. */
    private static final String ENTER =
            """
            pid=$1 load=$2 pids=$3 inside=$4
            shift 4
            if [[ -n $load ]]; then
              while IFS=: read -r _ controllers path; do
                case ,$controllers, in
                  ,,)
                    file=/sys/fs/cgroup$path/cgroup.procs
                    [[ -e $file ]] || file=/sys/fs/cgroup/unified$path/cgroup.procs
                    ;;
                  *,cpu,* | *,cpuacct,* | *,cpuset,*) file=/sys/fs/cgroup/$controllers$path/cgroup.procs ;;
                  *) continue ;;
                esac
                [[ ! -e $file ]] || printf '%s\\n' $$ >"$file" || exit 125
              done <"/proc/$pid/cgroup"
            fi
            exec nsenter --target "$pid" --net $pids -- unshare --mount --propagation private \\
              bash -c "$inside" reliability "$pids" "$@"
            """;

    /** Hides how the machine resolves names, its caches and resolvers below /run included. */
    private static final String INSIDE =
            """
            pids=$1 resolver=$2 hosts=$3
            shift 3
            mount -t tmpfs -o size=1m,mode=755 tmpfs /run || exit 125
            lay() {
              local over
              [[ -e $1 ]] || return 0
              over=$(readlink -m "$2")
              [[ -e $over ]] || { mkdir -p "${over%/*}" && : >"$over"; }
              mount --bind "$1" "$over" || exit 125
            }
            lay "$resolver" /etc/resolv.conf
            lay "$hosts" /etc/hosts
            [[ -z $pids ]] || mount -t proc proc /proc || exit 125
            exec "$@"
            """;

    private final String address;
    private final Supplier<Place> place;

    /**
     * Where a container is now.
     *
     * @param pid its first process, as this machine counts
     * @param ownProcesses whether it has a PID namespace of its own
     * @param load whether commands are to share the processors that it is given
     * @param resolver file of this machine that it has for {@code /etc/resolv.conf}
     * @param hosts file of this machine that it has for {@code /etc/hosts}
     */
    public record Place(long pid, boolean ownProcesses, boolean load, String resolver, String hosts) {}

    /**
     * Leads to a container.
     *
     * @param place tells where it is, for each command anew; throws a {@link dev.reliability.spi.ShellException} when it is not there
     */
    public ContainerShell(String address, Supplier<Place> place) {
        this.address = address;
        this.place = place;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    List<String> commandLine(ShellCommand command, boolean session) {
        Place now = place.get();
        List<String> entry = List.of(
                "bash",
                "-c",
                ENTER,
                "reliability",
                Long.toString(now.pid()),
                now.load() ? "load" : "",
                now.ownProcesses() ? "--pid" : "",
                INSIDE,
                now.resolver(),
                now.hosts());
        return concat(entry, bash(command));
    }

    @Override
    public void close() {
        // holds nothing
    }
}
