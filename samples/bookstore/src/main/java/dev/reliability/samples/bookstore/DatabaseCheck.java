package dev.reliability.samples.bookstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks the database for a book, on one connection kept for this purpose and replaced after a failure. */
final class DatabaseCheck implements HealthMonitor.Check {

    private final DataSource dataSource;
    private @Nullable Connection connection;

    /** @param dataSource gives connections whose sockets have a limit */
    DatabaseCheck(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void run() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = dataSource.getConnection();
            connection = current;
        }
        try (Statement statement = current.createStatement()) {
            statement.execute("SELECT 1 FROM book LIMIT 1");
        } catch (SQLException e) {
            connection = null;
            close(current);
            throw e;
        }
    }

    private static void close(Connection broken) {
        try {
            broken.close();
        } catch (SQLException e) {
            // the reason why it is closed has been thrown already
        }
    }
}
