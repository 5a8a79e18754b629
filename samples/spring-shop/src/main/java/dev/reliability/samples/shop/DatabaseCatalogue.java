package dev.reliability.samples.shop;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Asks the database each time. */
final class DatabaseCatalogue implements Catalogue {

    private final JdbcTemplate database;

    DatabaseCatalogue(JdbcTemplate database) {
        this.database = database;
    }

    @Override
    public List<Product> products() {
        return database.query(
                "SELECT id, title FROM product ORDER BY id",
                (row, number) -> new Product(row.getInt("id"), row.getString("title")));
    }
}
