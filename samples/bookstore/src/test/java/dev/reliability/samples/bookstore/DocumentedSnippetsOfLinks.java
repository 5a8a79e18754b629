package dev.reliability.samples.bookstore;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.Link;
import org.junit.jupiter.api.Test;

/** What the documentation shows of links, so that it compiles. Not run by the build. */
final class DocumentedSnippetsOfLinks {

    private DocumentedSnippetsOfLinks() {}

    static class OfAnAddress {

        @ReliabilityTarget("db")
        static final Link DB = Link.to("127.0.0.1:5432");

        @Test
        @BlackholeAttack(target = "db", duration = "5s")
        @SteadyState(http = "http://127.0.0.1:8080/books", outage = "1s")
        void booksAreSoldWithoutTheDatabase() {}
    }

    static class OfDatagrams {

        @ReliabilityTarget("dns")
        static final Link DNS = Link.udp("127.0.0.1:53");
    }

    /** What a container of Testcontainers has. */
    interface Container {

        String getHost();

        int getMappedPort(int port);
    }

    abstract static class OfAContainer {

        static Container postgres;

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> postgres.getHost() + ":" + postgres.getMappedPort(5432));
    }
}
