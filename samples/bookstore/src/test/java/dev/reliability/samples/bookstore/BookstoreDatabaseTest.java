package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BookstoreDatabaseTest {

    // shared with other runs: unpacking the server is what takes long
    private static final Path ROOT =
            Path.of(System.getProperty("java.io.tmpdir"), "bookstore-postgres-" + System.getProperty("user.name"));

    private List<Path> before = List.of();

    @BeforeEach
    void remember() throws IOException {
        Files.createDirectories(ROOT);
        before = dataDirectories();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the guard of a killed database is a POSIX shell")
    void leavesNothingBehindWhenItIsKilled() throws Exception {
        int port = BookstoreCommand.freePort("127.0.0.1");
        try (SampleProcess process =
                SampleProcess.launch(BookstoreCommand.database(port)).awaitReady()) {
            assertThat(books(port)).isEqualTo(12);
            ProcessHandle server = server();

            process.kill();

            await().atMost(SampleProcess.PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> {
                        assertThat(server.isAlive()).as("server is alive").isFalse();
                        assertThat(dataDirectories()).isSubsetOf(before);
                    });
        }
    }

    @Test
    void keepsItsTemplateHoweverOldItIs() throws Exception {
        int port = BookstoreCommand.freePort("127.0.0.1");
        FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Path template = ROOT.resolve("template");
        for (int start = 0; start < 2; start++) {
            try (SampleProcess process =
                    SampleProcess.launch(BookstoreCommand.database(port)).awaitReady()) {
                process.stop();
            }
            try (Stream<Path> files = Files.list(template)) {
                for (Path file : files.toList()) {
                    Files.setLastModifiedTime(file, longAgo);
                }
            }
        }
        assertThat(template.resolve("PG_VERSION")).exists();
    }

    @Test
    void endsWithItsServer() throws Exception {
        int port = BookstoreCommand.freePort("127.0.0.1");
        try (SampleProcess process =
                SampleProcess.launch(BookstoreCommand.database(port)).awaitReady()) {
            server().destroy();

            assertThat(process.awaitExit()).isEqualTo(1);
            await().atMost(SampleProcess.PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(dataDirectories()).isSubsetOf(before));
        }
    }

    @Test
    void deletesTheDataOfADeadProcess() throws Exception {
        Process dead = new ProcessBuilder(BookstoreCommand.cdn("nowhere", -1).command()).start();
        dead.destroyForcibly().waitFor();
        Path left = Files.createDirectory(ROOT.resolve("bookstore-data-" + dead.pid() + "-1"));
        Path own = Files.createDirectory(
                ROOT.resolve("bookstore-data-" + ProcessHandle.current().pid() + "-1"));
        try {
            Path data = PostgresHome.in(ROOT).newData();

            assertThat(left).doesNotExist();
            assertThat(own).isDirectory();
            Files.delete(data);
        } finally {
            Files.delete(own);
        }
    }

    private static int books(int port) throws SQLException {
        var dataSource = Catalog.dataSource(
                InetSocketAddress.createUnresolved("127.0.0.1", port),
                "postgres",
                "test",
                Optional.of(Duration.ofSeconds(5)));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM book")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private ProcessHandle server() throws IOException {
        Path data = dataDirectories().stream()
                .filter(directory -> !before.contains(directory))
                .findFirst()
                .orElseThrow();
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static List<Path> dataDirectories() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.filter(file -> file.getFileName().toString().startsWith("bookstore-data-"))
                    .toList();
        }
    }
}
