package shop;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Passes, but not before somebody says so. */
class WaitingIT {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void waits() throws IOException, InterruptedException {
        Files.writeString(Path.of("target/waits"), "");
        while (Files.exists(Path.of("target/waits"))) {
            Thread.sleep(20);
        }
    }
}
