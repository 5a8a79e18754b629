package dev.reliability.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.internal.dns.TestDns.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemNamesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private TestDns dns;
    private Path hosts;
    private Path resolvConf;

    @BeforeEach
    void start() throws IOException {
        dns = new TestDns();
        hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        resolvConf = Files.writeString(directory.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
    }

    @Test
    void theHostsFileComesFirst() throws IOException {
        dns.set("books.example", "1 IN A 127.0.0.9");
        Files.writeString(
                hosts,
                """
                # comment
                127.0.0.2\tbooks.example  alias.example # another
                not-an-address books.example
                ::2 Books.Example
                127.0.0.3 books.example
                127.0.0.4
                """);

        assertThat(look("books.example")).containsExactly("127.0.0.2", "127.0.0.3", "0:0:0:0:0:0:0:2");
        assertThat(look("ALIAS.example")).containsExactly("127.0.0.2");
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void aChangeOfTheHostsFileCountsAtOnce() throws IOException {
        SystemNames names = names();
        for (int round = 0; round < 20; round++) {
            // the same length each time, and faster than the clock of a file system ticks
            Files.writeString(hosts, "127.0.0." + round % 10 + " books.example\n");
            assertThat(look(names, "books.example")).containsExactly("127.0.0." + round % 10);
        }
        Files.writeString(hosts, "");
        assertThatThrownBy(() -> look(names, "books.example")).hasMessageContaining("NXDOMAIN");
        Path fresh = Files.writeString(directory.resolve("hosts.new"), "127.0.0.8 books.example\n");
        Files.move(fresh, hosts, StandardCopyOption.REPLACE_EXISTING);
        assertThat(look(names, "books.example")).containsExactly("127.0.0.8");
    }

    @Test
    void aNameThatMovesOrVanishesHasDoneSoAtTheNextLook() throws IOException {
        SystemNames names = names();
        dns.set("books.example", "3600 IN A 127.0.0.2");
        assertThat(look(names, "books.example")).containsExactly("127.0.0.2");

        dns.set("books.example", "3600 IN A 127.0.0.3");
        assertThat(look(names, "books.example")).containsExactly("127.0.0.3");

        dns.remove("books.example");
        assertThatThrownBy(() -> look(names, "books.example"))
                .hasMessage("name server " + dns + " says NXDOMAIN to books.example");

        dns.set("books.example", "3600 IN A 127.0.0.2");
        assertThat(look(names, "books.example")).containsExactly("127.0.0.2");
    }

    @Test
    void asksForBothFamiliesAndTriesIPv4First() throws IOException {
        dns.set("books.example", "1 IN AAAA ::1", "1 IN A 127.0.0.2", "1 IN A 127.0.0.3");

        assertThat(look("books.example")).containsExactly("127.0.0.2", "127.0.0.3", "0:0:0:0:0:0:0:1");
        assertThat(dns.queries()).containsExactlyInAnyOrder("udp A books.example RD", "udp AAAA books.example RD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 IN A 127.0.0.2", "1 IN AAAA ::1"})
    void oneFamilyIsEnough(String line) throws IOException {
        dns.set("books.example", line);

        assertThat(look("books.example")).hasSize(1);
    }

    @Test
    void followsAliases() throws IOException {
        dns.set("books.example", "1 IN CNAME blue.example.").set("blue.example", "1 IN A 127.0.0.2");
        dns.followAliases();

        assertThat(look("books.example")).containsExactly("127.0.0.2");
    }

    @Test
    void aNameWithoutAddressesIsSaid() throws IOException {
        dns.set("mail.example", "1 IN MX 10 mx.example.");

        assertThatThrownBy(() -> look("mail.example"))
                .hasMessage("name server " + dns + " has no address for mail.example");
    }

    @ParameterizedTest
    @CsvSource({
        "search corp.example lab.example, books, books.corp.example books.lab.example books",
        "search corp.example lab.example, books., books",
        "search corp.example, books.api, books.api books.api.corp.example",
        "search corp.example\\noptions ndots:2, books.api, books.api.corp.example books.api",
        "search corp.example\\noptions ndots:0, books, books books.corp.example",
        "domain corp.example, books, books.corp.example books",
        "domain corp.example\\nsearch lab.example, books, books.lab.example books",
        "search lab.example\\ndomain corp.example, books, books.corp.example books",
        "search corp.example # comment, books, books.corp.example books",
        "search lab.example\\noptions ndots:2 ndots:1, books.api, books.api books.api.lab.example",
        "search ., books, books",
    })
    void searchesAsTheCLibraryDoes(String conf, String name, String asked) throws IOException {
        Files.writeString(resolvConf, "nameserver 127.0.0.1\n" + conf.replace("\\n", "\n") + "\n");

        assertThatThrownBy(() -> look(name)).hasMessageContaining("says NXDOMAIN to " + asked.replace(" ", ", "));
        assertThat(dns.queries().stream()
                        .filter(query -> query.startsWith("udp A "))
                        .map(query -> query.split(" ", -1)[2]))
                .containsExactly(asked.split(" ", -1));
    }

    @Test
    void theEnvironmentCountsMoreThanTheFile() throws IOException {
        Files.writeString(resolvConf, "nameserver 127.0.0.1\nsearch corp.example\noptions ndots:1\n");
        environment.put("LOCALDOMAIN", "lab.example");
        environment.put("RES_OPTIONS", "ndots:3 timeout:9");

        assertThatThrownBy(() -> look("books.api.v1"))
                .hasMessageContaining("says NXDOMAIN to books.api.v1.lab.example, books.api.v1");
    }

    @Test
    void aDomainThatExistsEndsTheSearch() throws IOException {
        Files.writeString(resolvConf, "nameserver 127.0.0.1\nsearch corp.example lab.example\n");
        dns.set("books.lab.example", "1 IN A 127.0.0.2");

        assertThat(look("books")).containsExactly("127.0.0.2");
        assertThat(dns.queries()).doesNotContain("udp A books RD");
    }

    @ParameterizedTest
    @CsvSource({"SILENT, gave no answer", "SERVFAIL, says SERVFAIL"})
    void theNextServerIsAskedWhenOneFails(Mode mode, String said) throws IOException {
        try (TestDns second = second()) {
            Files.writeString(resolvConf, "nameserver 127.0.0.1\nnameserver 127.0.0.2\noptions timeout:1 attempts:1\n");
            second.set("books.example", "1 IN A 127.0.0.5");
            dns.mode(mode);
            assertThat(look("books.example")).containsExactly("127.0.0.5");

            second.mode(mode);
            assertThatThrownBy(() -> look("books.example")).hasMessageContaining(said);
        }
    }

    @Test
    void aServerThatIsNotThereIsSkippedAtOnce() throws IOException {
        try (TestDns second = second()) {
            Files.writeString(resolvConf, "nameserver 127.0.0.3\nnameserver 127.0.0.2\noptions timeout:30\n");
            second.set("books.example", "1 IN A 127.0.0.5");

            assertThat(look("books.example")).containsExactly("127.0.0.5");
        }
    }

    @Test
    void theServerThatSaysNoIsBelieved() throws IOException {
        try (TestDns second = second()) {
            Files.writeString(resolvConf, "nameserver 127.0.0.1\nnameserver 127.0.0.2\n");
            second.set("books.example", "1 IN A 127.0.0.5");

            assertThatThrownBy(() -> look("books.example")).hasMessageContaining("NXDOMAIN");
            assertThat(second.queries()).isEmpty();
        }
    }

    @Test
    void asksAsOftenAsTheFileSays() throws IOException {
        Files.writeString(resolvConf, "nameserver 127.0.0.1\noptions attempts:3\n");
        dns.mode(Mode.SERVFAIL);

        assertThatThrownBy(() -> look("books.example")).hasMessageContaining("SERVFAIL");
        assertThat(dns.queries()).filteredOn(query -> query.contains(" A ")).hasSize(3);
    }

    @Test
    void theTimeoutEndsTheLook() throws IOException {
        dns.mode(Mode.SILENT);

        assertThatThrownBy(() -> look(names(), "books.example", Duration.ofMillis(300)))
                .hasMessage("name server " + dns + " gave no answer for books.example in 300 ms");
        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    void goesOverTcpWhereItMust() throws IOException {
        dns.set("books.example", "1 IN A 127.0.0.2");
        dns.mode(Mode.TRUNCATE);
        assertThat(look("books.example")).containsExactly("127.0.0.2");
        assertThat(dns.queries()).contains("tcp A books.example RD");

        dns.mode(Mode.ANSWER);
        dns.queries().clear();
        Files.writeString(resolvConf, "nameserver 127.0.0.1\noptions use-vc\n");
        assertThat(look("books.example")).containsExactly("127.0.0.2");
        assertThat(dns.queries()).allMatch(query -> query.startsWith("tcp "));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.7, 127.0.0.7",
        "127.1, 127.0.0.1",
        "::1, 0:0:0:0:0:0:0:1",
        "localhost, 127.0.0.1",
        "shop.localhost, 127.0.0.1"
    })
    void nobodyIsAskedForAddressesAndForTheMachineItself(String host, String address) throws IOException {
        assertThat(look(host)).contains(address);
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void withoutAFileTheMachineItselfIsAsked() throws IOException {
        Files.delete(resolvConf);
        Files.delete(hosts);
        dns.set("books.example", "1 IN A 127.0.0.2");

        assertThat(look("books.example")).containsExactly("127.0.0.2");
    }

    @Test
    void namesWithUnderscoresAreNames() throws IOException {
        dns.set("my_books.example", "1 IN A 127.0.0.2");

        assertThat(look("my_books.example")).containsExactly("127.0.0.2");
    }

    private TestDns second() throws IOException {
        try {
            return new TestDns("127.0.0.2", dns.address().getPort());
        } catch (IOException e) {
            assumeTrue(false, "needs 127.0.0.2 on loopback");
            throw e;
        }
    }

    private SystemNames names() {
        return SystemNames.of(hosts, resolvConf, environment, dns.address().getPort());
    }

    private List<String> look(String name) {
        return look(names(), name);
    }

    private static List<String> look(SystemNames names, String name) {
        return look(names, name, TIMEOUT);
    }

    private static List<String> look(SystemNames names, String name, Duration timeout) {
        try {
            return names.lookup(name).addresses(timeout).join().stream()
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }
}
