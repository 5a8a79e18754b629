package dev.reliability.samples.bookstore;

import dev.reliability.samples.bookstore.Catalog.Book;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Bookstore's database: a real PostgreSQL, empty but for its books at every start.
 *
 * <p>PostgreSQL ends with this process and its data is deleted, also where the process is killed (on machines with a
 * POSIX shell). What stays is the unpacked server in the directory for temporary files, so that later starts are fast.
 *
 * <p>Environment (default): {@code PORT} (0, any free port), on the loopback addresses; {@code DATA_ROOT}
 * (bookstore-postgres-USER in the directory for temporary files).
 */
public final class BookstoreDatabase {

    static final String NAME = "postgres";

    static final List<Book> BOOKS = List.of(
            new Book(1, "Pride and Prejudice", "Jane Austen", 899),
            new Book(2, "Frankenstein", "Mary Shelley", 799),
            new Book(3, "Moby-Dick", "Herman Melville", 1299),
            new Book(4, "Middlemarch", "George Eliot", 1399),
            new Book(5, "The Time Machine", "H. G. Wells", 699),
            new Book(6, "Effi Briest", "Theodor Fontane", 999),
            new Book(7, "Twenty Thousand Leagues Under the Sea", "Jules Verne", 1099),
            new Book(8, "The Moonstone", "Wilkie Collins", 999),
            new Book(9, "Anna Karenina", "Leo Tolstoy", 1499),
            new Book(10, "The Adventures of Sherlock Holmes", "Arthur Conan Doyle", 899),
            new Book(11, "Little Women", "Louisa May Alcott", 949),
            new Book(12, "The Count of Monte Cristo", "Alexandre Dumas", 1599));

    private BookstoreDatabase() {}

    public static void main(String[] arguments) {
        SampleMain.run("database", BookstoreDatabase::start);
    }

    private static String start(Settings settings) throws Exception {
        Path root = settings.text("DATA_ROOT")
                .map(Path::of)
                .orElseGet(() -> Path.of(
                        System.getProperty("java.io.tmpdir"), "bookstore-postgres-" + System.getProperty("user.name")));
        Files.createDirectories(root);
        Path data = Files.createTempDirectory(root, "data-");
        PostgresGuard.watch(data);
        EmbeddedPostgres postgres = startPostgres(root, data, settings.number("PORT", 0));
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            fill(connection);
        }
        endWith(server(data));
        return "127.0.0.1:" + postgres.getPort();
    }

    /**
     * An unpacking that was killed half-way would make every later start fail, so the first start on a machine is marked
     * as complete, and whoever does not find the mark begins from nothing.
     */
    private static EmbeddedPostgres startPostgres(Path root, Path data, int port) throws IOException {
        Path server = root.resolve("server");
        Path complete = root.resolve("server.complete");
        if (Files.exists(complete)) {
            return builder(server, data, port).start();
        }
        try (FileChannel channel = FileChannel.open(
                        root.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(complete)) {
                deleteAll(server);
            }
            EmbeddedPostgres postgres = builder(server, data, port).start();
            if (!Files.exists(complete)) {
                Files.createFile(complete);
            }
            return postgres;
        }
    }

    private static EmbeddedPostgres.Builder builder(Path server, Path data, int port) {
        // its parent directory is swept for data of dead processes
        System.setProperty("ot.epg.working-dir", data.getParent().toString());
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(server.toFile())
                .setDataDirectory(data)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(30))
                .setServerConfig("max_connections", "64")
                .setServerConfig("shared_buffers", "16MB")
                .setServerConfig("unix_socket_directories", "");
    }

    private static ProcessHandle server(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("the server ended, " + file + " is left"));
    }

    private static void endWith(ProcessHandle server) {
        Thread thread = new Thread(
                () -> {
                    server.onExit().join();
                    System.err.println("database server " + server.pid() + " ended");
                    System.exit(1);
                },
                "server-exit");
        thread.start();
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE book (id int PRIMARY KEY, title text NOT NULL, author text NOT NULL,"
                    + " price_cents int NOT NULL)");
            statement.execute("CREATE TABLE book_order (id serial PRIMARY KEY, book_id int NOT NULL REFERENCES book,"
                    + " quantity int NOT NULL, placed_at timestamptz NOT NULL DEFAULT now())");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO book VALUES (?, ?, ?, ?)")) {
            for (Book book : BOOKS) {
                insert.setInt(1, book.id());
                insert.setString(2, book.title());
                insert.setString(3, book.author());
                insert.setInt(4, book.priceCents());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
