package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.linux.Shells;
import dev.reliability.spi.Address;
import dev.reliability.spi.Shell;
import dev.reliability.testsystem.GivenSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A test JVM that attacks and then does nothing but live, so that a drill can end it. */
public final class ControllerMain {

    private ControllerMain() {}

    public static void main(String[] arguments) throws IOException {
        Shell shell = Shells.open(Address.parse(arguments[0]), new GivenSettings(name -> Optional.of(arguments[1])
                .filter(file -> !file.isEmpty())));
        GivenSpec spec = GivenSpec.of(Kind.BLACKHOLE)
                .withAddresses(List.of(arguments[2]))
                .withTimes(
                        Duration.ofMinutes(5), Duration.ofMillis(Long.parseLong(arguments[3])), Duration.ofSeconds(3));
        NetworkPlan plan = spec.planFor(shell);
        Lease fault = NetworkFault.arm(plan, arguments[4], "drill");
        System.out.println("ARMED " + fault.agentPid());
        while (System.in.read() >= 0) {
            // lives until it is killed or its starter ends
        }
    }
}
