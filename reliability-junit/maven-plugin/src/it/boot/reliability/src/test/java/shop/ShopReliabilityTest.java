package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.web.client.RestClient;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ShopReliabilityTest {

    @ReliabilityTarget("clerk")
    static final ManagedProcess CLERK = ManagedProcess.command("sleep", "300").build();

    @Value("${local.server.port}")
    private int port;

    private String book() {
        return RestClient.create("http://127.0.0.1:" + port).get().uri("/books").retrieve().body(String.class);
    }

    @SteadyStateProbe(every = "50ms")
    boolean booksAreSold() {
        return book().contains("Ulysses");
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void losingTheClerkIsNotNoticed(Attack attack) throws Exception {
        assertTrue(attack.bitten());
        assertEquals(
                7,
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(book())
                        .get("left")
                        .intValue());
    }
}
