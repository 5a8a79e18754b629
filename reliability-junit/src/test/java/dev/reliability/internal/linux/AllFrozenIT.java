package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.linux.Drill.Loss;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every process on the target is frozen, and nobody is left there to clear up; {@link Loss#ALL_FROZEN} has the rest. */
@NeedsNamespaces
class AllFrozenIT {

    private static final int PORT = 7007;
    private static final Duration SHORT = Duration.ofMillis(300);

    private Net net;
    private Shell shell;
    private Lease fault;
    private List<String> processes;

    @BeforeEach
    void freeze() {
        net = new Net();
        Net.etc(net.host, "hosts", Net.PEER + " db.test\n");
        shell = new NetnsShell(net.host);
        Traffic.echo(net, net.peer, PORT);
        GivenSpec spec = GivenSpec.of(NetworkSpec.Kind.BLACKHOLE)
                .withHosts("db.test")
                .withTimes(Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(200));
        fault = NetworkFaultIT.arm(shell, spec);
        assertThat(reach()).isEqualTo(Reach.SILENT);
        processes = Leftovers.find(shell, fault.id()).stream()
                .filter(line -> line.startsWith("process "))
                .map(line -> line.split(" ", -1)[1])
                .toList();
        assertThat(processes).as("agent, guard, nft and resolver").hasSizeGreaterThanOrEqualTo(4);
        signal("-STOP");
        await().until(() -> reach() == Reach.CONNECTED);
        assertThat(Leftovers.find(shell)).isNotEmpty();
    }

    @AfterEach
    void clear() {
        fault.close();
        Leftovers.endAll(shell);
        net.close();
    }

    private void signal(String signal) {
        processes.forEach(pid -> Net.run("kill", signal, pid));
    }

    private Reach reach() {
        return Reach.of(shell, Net.PEER, PORT, SHORT);
    }

    @Test
    void aControllerThatLivesTakesAllOfItAway() {
        assertThat(fault.lost()).isPresent();
        assertThat(fault.revert()).isEmpty();
        assertThat(Leftovers.find(shell)).isEmpty();
    }

    @Test
    void whatIsThawedBitesNoMoreAndEndsByItself() {
        signal("-CONT");
        await().until(() -> {
            assertThat(reach()).isEqualTo(Reach.CONNECTED);
            return Leftovers.find(shell).isEmpty();
        });
    }
}
