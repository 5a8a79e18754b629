package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.shell.Shells;
import dev.reliability.spi.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A test JVM that attacks and then does nothing but live, so that a drill can end it. */
public final class ControllerMain {

    private ControllerMain() {}

    public static void main(String[] arguments) throws IOException {
        Shell shell = Shells.open(arguments[0], arguments[1].isEmpty() ? null : Path.of(arguments[1]));
        NetworkSpec spec = NetworkSpec.of(Kind.BLACKHOLE)
                .withAddresses(List.of(arguments[2]))
                .withTimes(
                        Duration.ofMinutes(5), Duration.ofMillis(Long.parseLong(arguments[3])), Duration.ofSeconds(3));
        NetworkPlan plan = NetworkPlan.of(shell, spec);
        LeasedFault fault = NetworkFault.arm(plan, arguments[4], "drill");
        System.out.println("ARMED " + fault.agentPid());
        while (System.in.read() >= 0) {
            // lives until it is killed or its starter ends
        }
    }
}
