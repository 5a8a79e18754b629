package shop;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LongIT {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void waits() throws IOException, InterruptedException {
        Path marker = Path.of("target/long-pid");
        Files.writeString(marker, String.valueOf(ProcessHandle.current().pid()));
        new CountDownLatch(1).await();
    }
}
