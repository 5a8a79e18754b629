package dev.reliability.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedClientsTest {

    private static final List<String> CLOSED = new ArrayList<>();

    private record Access(String region) {}

    private record Client(String name) implements AutoCloseable {

        @Override
        public void close() {
            CLOSED.add(name);
            if (name.startsWith("broken")) {
                throw new IllegalStateException("no");
            }
        }
    }

    private record Other(String name) implements AutoCloseable {

        @Override
        public void close() {
            CLOSED.add("other " + name);
        }
    }

    private static Client client(String region) {
        return SharedClients.of(Client.class, new Access(region), access -> new Client(access.region()));
    }

    @BeforeEach
    @AfterEach
    void none() {
        try {
            SharedClients.closeAll();
        } finally {
            CLOSED.clear();
        }
    }

    @Test
    void oneIsSharedByAllOfOneConfiguration() {
        Set<Client> clients = ConcurrentHashMap.newKeySet();
        AtomicInteger opened = new AtomicInteger();
        IntStream.range(0, 100)
                .parallel()
                .forEach(i -> clients.add(SharedClients.of(
                        Client.class, new Access("eu"), access -> new Client("eu" + opened.incrementAndGet()))));
        assertThat(clients).hasSize(1);
        assertThat(opened).hasValue(1);
        assertThat(client("us")).isNotEqualTo(clients.iterator().next());
    }

    @Test
    void clientsOfAnotherTypeAreOthers() {
        client("eu");
        assertThat(SharedClients.of(Other.class, new Access("eu"), access -> new Other(access.region())))
                .isNotNull();
    }

    @Test
    void oneThatCannotBeOpenedIsTriedAgain() {
        assertThatThrownBy(() -> SharedClients.of(Client.class, new Access("eu"), access -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(client("eu").name()).isEqualTo("eu");
    }

    @Test
    void theLatestIsClosedFirstAndTheNextUseOpensAnewOne() {
        Client one = client("one");
        SharedClients.of(
                Other.class,
                "two",
                name -> new Other(name + " on " + client("inner").name()));
        SharedClients.closeAll();
        assertThat(CLOSED).containsExactly("other two on inner", "inner", "one");
        assertThat(client("one")).isNotSameAs(one);
    }

    @Test
    void oneThatCannotBeClosedKeepsNoOtherOpen() {
        client("first");
        client("broken");
        client("last");
        assertThatThrownBy(SharedClients::closeAll).hasMessageContaining("Client could not be closed: ");
        assertThat(CLOSED).containsExactly("last", "broken", "first");
    }
}
