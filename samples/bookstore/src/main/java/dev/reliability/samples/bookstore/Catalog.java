package dev.reliability.samples.bookstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Books and orders in PostgreSQL, reached through a pool. */
final class Catalog implements AutoCloseable {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final HikariDataSource pool;

    record Book(int id, String title, String author, int priceCents) {}

    private Catalog(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Opens the pool without waiting for the database.
     *
     * @param limit the longest wait for a connection and for an answer on it (whole seconds, rounded up, for the
     *     latter); empty for a pool and sockets that wait for ever
     */
    static Catalog open(InetSocketAddress database, String user, String client, int size, Optional<Duration> limit) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(client);
        config.setDataSource(dataSource(database, user, client, limit));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setInitializationFailTimeout(-1);
        // 0 means the largest possible value here
        config.setConnectionTimeout(limit.map(Duration::toMillis).orElse(0L));
        config.setValidationTimeout(
                limit.map(value -> Math.max(250, value.toMillis() / 2)).orElse((long) Integer.MAX_VALUE));
        return new Catalog(new HikariDataSource(config));
    }

    static PGSimpleDataSource dataSource(
            InetSocketAddress database, String user, String client, Optional<Duration> limit) {
        int seconds =
                limit.map(value -> (int) ((value.toMillis() + 999) / 1000)).orElse(0);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {database.getHostString()});
        dataSource.setPortNumbers(new int[] {database.getPort()});
        dataSource.setDatabaseName(BookstoreDatabase.NAME);
        dataSource.setUser(user);
        dataSource.setApplicationName(client);
        dataSource.setSslMode("disable");
        dataSource.setGssEncMode("disable");
        dataSource.setConnectTimeout(seconds);
        dataSource.setLoginTimeout(seconds);
        dataSource.setSocketTimeout(seconds);
        return dataSource;
    }

    List<Book> books() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT id, title, author, price_cents FROM book ORDER BY id");
                ResultSet rows = query.executeQuery()) {
            List<Book> books = new ArrayList<>();
            while (rows.next()) {
                books.add(book(rows));
            }
            return books;
        }
    }

    Optional<Book> book(int id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT id, title, author, price_cents FROM book WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(book(rows)) : Optional.empty();
            }
        }
    }

    /** Places an order and returns its number; empty if there is no such book. */
    Optional<Integer> order(int book, int quantity) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO book_order (book_id, quantity) VALUES (?, ?) RETURNING id")) {
            insert.setInt(1, book);
            insert.setInt(2, quantity);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return Optional.of(rows.getInt(1));
            }
        } catch (SQLException e) {
            if (FOREIGN_KEY_VIOLATION.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static Book book(ResultSet row) throws SQLException {
        return new Book(row.getInt("id"), row.getString("title"), row.getString("author"), row.getInt("price_cents"));
    }
}
