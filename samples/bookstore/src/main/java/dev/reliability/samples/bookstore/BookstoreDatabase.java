package dev.reliability.samples.bookstore;

import dev.reliability.samples.bookstore.Catalog.Book;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The Bookstore's database: a real PostgreSQL, empty but for its books at every start.
 *
 * <p>PostgreSQL ends with this process and its data is deleted, also where the process is killed (on machines with a
 * POSIX shell); what could not be deleted then is deleted by the next start. What stays is the unpacked server with an
 * empty database in the directory for temporary files, so that later starts are fast.
 *
 * <p>Environment (default): {@code PORT} (0, any free port); {@code LISTEN} (localhost), or {@code *} for clients of the
 * networks that the machine is in; {@code DATA_ROOT}, a directory for this purpose alone (bookstore-postgres-USER in the
 * directory for temporary files).
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
        PostgresHome home = PostgresHome.in(root);
        Path data = home.newData();
        PostgresGuard.watch(data);
        EmbeddedPostgres postgres =
                home.start(data, settings.number("PORT", 0), settings.text("LISTEN", PostgresHome.LOOPBACK));
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            fill(connection);
        }
        endWith(PostgresHome.server(data));
        return settings.text("LISTEN", "127.0.0.1") + ":" + postgres.getPort();
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
}
