package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.link.fault.Caller;
import dev.reliability.internal.link.fault.Echoes;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.Link;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where links lead to when the name has several addresses, or is that of the link. */
@Timeout(120)
class LinkUpstreamTest {

    @TempDir
    Path directory;

    private static Caller application;

    @BeforeAll
    static void start() throws IOException {
        application = Caller.start(Caller.describe());
    }

    @AfterAll
    static void end() {
        // as at the end of the test plan
        SharedClients.closeAll();
        application.close();
    }

    /** An application and its test in a JVM of their own, which alone takes a hosts file: {@code DIRECTORY ADDRESS}. */
    static final class OnOneOfTwoAddresses {

        private OnOneOfTwoAddresses() {}

        public static void main(String[] arguments) {
            try (Link link = Link.to(arguments[1])) {
                ExperimentResult result = Reliability.experiment("two addresses")
                        .property("reliability.state", arguments[0] + "/state")
                        .property("reliability.reports", arguments[0] + "/reports")
                        .target("db", link)
                        .attack(FaultSpec.blackhole("db").duration("1s"))
                        .evaluate(() -> new Socket(link.host(), link.port()).close());
                System.out.println("ended: " + result.verdict() + " " + result.message());
            } catch (Exception e) {
                System.out.println("ended: " + e);
            }
        }
    }

    @Test
    void aNameWhoseFirstAddressNobodyListensOnCanBeCutOff() throws IOException {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.2 db.example\n127.0.0.1 db.example\n");
        try (Echoes database = new Echoes()) {
            Process test = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-Djdk.net.hosts.file=" + hosts,
                            "-cp",
                            System.getProperty("java.class.path"),
                            OnOneOfTwoAddresses.class.getName(),
                            directory.toString(),
                            "db.example:" + database.port())
                    .redirectErrorStream(true)
                    .start();
            assertThat(test.inputReader().lines()).anyMatch(line -> line.startsWith("ended: PASSED"));
        }
    }

    static class ToItself {

        @ReliabilityTarget("db")
        static final Link DB = Link.to(() -> "localhost:" + ToItself.DB.port());

        @Test
        @BlackholeAttack(target = "db", duration = "1s")
        void cut() {
            throw new AssertionError("must not run");
        }
    }

    @Test
    void aLinkToItselfLeadsNowhere() throws IOException {
        assertThat(application.call(ToItself.DB.port())).isEqualTo("ended");
        assertThat(Kit.onlyFailure(Kit.run(directory, ToItself.class)))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("ToItself.DB has no address to lead to: its supplier returned \"localhost:"
                        + ToItself.DB.port() + "\", which is where the link itself listens: have it give the address of"
                        + " the dependency, past what the application is told");
    }
}
