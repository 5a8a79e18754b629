package shop;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** Its JVM ends in the middle of a line and of a journal. */
class TornIT {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void endsInTheMiddleOfAWrite() throws IOException, InterruptedException {
        Clerk.awaitFrozen();
        Files.writeString(
                Tampering.manifest(), "{\"event\":\"verdict\",\"at\":\"2026-", StandardOpenOption.APPEND);
        Path journal = Path.of("target/reliability/shop.TornIT/endsInTheMiddleOfAWrite[1]/journal.json");
        while (Files.notExists(journal)) {
            Thread.sleep(5);
        }
        byte[] whole = Files.readAllBytes(journal);
        Files.write(journal.resolveSibling("journal.json.next"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Runtime.getRuntime().halt(137);
    }
}
