package dev.reliability.samples.bookstore;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.reliability.samples.bookstore.Catalog.Book;
import dev.reliability.samples.bookstore.HttpService.Answer;
import dev.reliability.samples.bookstore.HttpService.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Bookstore's API: {@code GET /books}, {@code GET /books/ID}, {@code GET /books/ID/cover}, {@code POST /orders}
 * with {@code {"book": 1, "quantity": 2}}, and {@code GET /health}. Every answer carries {@code X-Served-By}, and
 * {@code X-Version} where there is one.
 *
 * <p>{@code /health} answers at once with what checks in the background have found: 200 if database and CDN answer,
 * else 503, and {@code {"database": true, "cdn": false}}. A lost database makes books and orders answer 503, a lost CDN
 * makes covers answer 502, both within the limits below.
 *
 * <p>Environment (default):
 *
 * <ul>
 *   <li>{@code VERSION} of the release (none)
 *   <li>{@code NAME} (bookstore-api), {@code BIND} (127.0.0.1), {@code PORT} (0, any free port)
 *   <li>{@code DB} HOST:PORT of the database, {@code DB_USER} (postgres), {@code CDN_URL} base of the CDN
 *   <li>{@code POOL_SIZE} (8), {@code WORKERS} (32): requests served at the same time; more are answered 503
 *   <li>{@code POOL_TIMEOUT} (1s): longest wait for a connection and for an answer of the database; {@code never} makes
 *       an unreliable Bookstore, whose pool is stuck for good after silence
 *   <li>{@code CDN_TIMEOUT} (1s): to connect, and for each read
 *   <li>{@code HEALTH_INTERVAL} (500ms), {@code HEALTH_TIMEOUT} (1s); {@code HEALTH=always-ok} makes an unreliable
 *       Bookstore, which says that it is healthy and never looks
 * </ul>
 */
public final class BookstoreApi {

    private static final Pattern BOOK = Pattern.compile("/books/(\\d{1,9})(/cover)?");
    private static final int THREADS_FOR_HEALTH = 4;

    private final Catalog catalog;
    private final URI cdn;
    private final Duration cdnLimit;
    private final Semaphore workers;
    private final Optional<List<HealthMonitor>> health;

    private BookstoreApi(
            Catalog catalog, URI cdn, Duration cdnLimit, int workers, Optional<List<HealthMonitor>> health) {
        this.catalog = catalog;
        this.cdn = cdn;
        this.cdnLimit = cdnLimit;
        this.workers = new Semaphore(workers);
        this.health = health;
    }

    public static void main(String[] arguments) {
        SampleMain.run(System.getenv().getOrDefault("NAME", "bookstore-api"), BookstoreApi::start);
    }

    private static String start(Settings settings) throws IOException {
        String name = settings.text("NAME", "bookstore-api");
        InetSocketAddress database = settings.endpoint("DB");
        String user = settings.text("DB_USER", "postgres");
        Optional<Duration> poolLimit = settings.limit("POOL_TIMEOUT", Duration.ofSeconds(1));
        // requests that never end need somewhere to wait, or the health answer would wait with them
        int workers = settings.number("WORKERS", poolLimit.isPresent() ? 32 : 512);
        URI cdn = settings.url("CDN_URL");
        InetSocketAddress address =
                new InetSocketAddress(settings.text("BIND", "127.0.0.1"), settings.number("PORT", 0));

        Optional<List<HealthMonitor>> health =
                settings.text("HEALTH", "checked").equals("always-ok")
                        ? Optional.empty()
                        : Optional.of(monitors(settings, name, database, user, cdn));
        Catalog catalog = Catalog.open(database, user, name, settings.number("POOL_SIZE", 8), poolLimit);
        BookstoreApi api = new BookstoreApi(
                catalog, cdn, settings.duration("CDN_TIMEOUT", Duration.ofSeconds(1)), workers, health);
        String version = settings.text("VERSION", "");
        Map<String, String> headers =
                version.isEmpty() ? Map.of("X-Served-By", name) : Map.of("X-Served-By", name, "X-Version", version);
        HttpService service = HttpService.start(address, workers + THREADS_FOR_HEALTH, headers, api::handle);
        return service.url();
    }

    private static List<HealthMonitor> monitors(
            Settings settings, String name, InetSocketAddress database, String user, URI cdn) {
        Duration every = settings.duration("HEALTH_INTERVAL", Duration.ofMillis(500));
        Duration limit = settings.duration("HEALTH_TIMEOUT", Duration.ofSeconds(1));
        var dataSource = Catalog.dataSource(database, user, name + "-health", Optional.of(limit));
        URI cdnHealth = cdn.resolve("/health");
        return List.of(
                HealthMonitor.start("database", every, limit, new DatabaseCheck(dataSource)),
                HealthMonitor.start("cdn", every, limit, () -> {
                    int status = HttpGet.get(cdnHealth, limit, limit).status();
                    if (status != 200) {
                        throw new IOException("GET " + cdnHealth + " answered " + status);
                    }
                }));
    }

    private Answer handle(Request request) throws IOException {
        if (request.path().equals("/health")) {
            return health();
        }
        if (!workers.tryAcquire()) {
            return Answer.error(503, "busy");
        }
        try {
            return work(request);
        } catch (SQLException e) {
            return Answer.error(503, "database: " + SampleMain.describe(e));
        } finally {
            workers.release();
        }
    }

    private Answer work(Request request) throws IOException, SQLException {
        Matcher book = BOOK.matcher(request.path());
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (request.path().equals("/books")) {
            return reads ? books() : Answer.error(405, "books can be read only");
        } else if (book.matches()) {
            int id = Integer.parseInt(book.group(1));
            if (!reads) {
                return Answer.error(405, "books can be read only");
            }
            return book.group(2) == null ? book(id) : cover(id);
        } else if (request.path().equals("/orders")) {
            return request.method().equals("POST") ? order(request.body()) : Answer.error(405, "orders are posted");
        }
        return Answer.error(404, "there is no " + request.path());
    }

    private Answer health() throws IOException {
        boolean database = health.map(monitors -> monitors.get(0).isUp()).orElse(true);
        boolean origin = health.map(monitors -> monitors.get(1).isUp()).orElse(true);
        return Answer.json(database && origin ? 200 : 503, json -> {
            json.writeStartObject();
            json.writeBooleanField("database", database);
            json.writeBooleanField("cdn", origin);
            json.writeEndObject();
        });
    }

    private Answer books() throws IOException, SQLException {
        List<Book> books = catalog.books();
        return Answer.json(200, json -> {
            json.writeStartArray();
            for (Book book : books) {
                write(json, book);
            }
            json.writeEndArray();
        });
    }

    private Answer book(int id) throws IOException, SQLException {
        Optional<Book> book = catalog.book(id);
        return book.isPresent() ? Answer.json(200, json -> write(json, book.get())) : noBook(id);
    }

    private Answer cover(int id) throws IOException {
        URI url = cdn.resolve("/covers/" + id + ".svg");
        try {
            HttpGet.Response response = HttpGet.get(url, cdnLimit, cdnLimit);
            return switch (response.status()) {
                case 200 -> Answer.of(200, response.contentType(), response.body());
                case 404 -> noBook(id);
                default -> Answer.error(502, "cdn: GET " + url + " answered " + response.status());
            };
        } catch (IOException e) {
            return Answer.error(502, "cdn: " + SampleMain.describe(e));
        }
    }

    private Answer order(byte[] body) throws IOException, SQLException {
        Map<String, Integer> wanted;
        try {
            wanted = Json.numbers(body);
        } catch (IOException e) {
            return Answer.error(400, SampleMain.describe(e));
        }
        int book = wanted.getOrDefault("book", 0);
        int quantity = wanted.getOrDefault("quantity", 1);
        if (book < 1 || quantity < 1) {
            return Answer.error(400, "expected {\"book\": ID, \"quantity\": 1 or more}");
        }
        Optional<Integer> order = catalog.order(book, quantity);
        if (order.isEmpty()) {
            return noBook(book);
        }
        return Answer.json(201, json -> {
            json.writeStartObject();
            json.writeNumberField("order", order.get());
            json.writeEndObject();
        });
    }

    private static Answer noBook(int id) throws IOException {
        return Answer.error(404, "there is no book " + id);
    }

    private static void write(JsonGenerator json, Book book) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", book.id());
        json.writeStringField("title", book.title());
        json.writeStringField("author", book.author());
        json.writeNumberField("priceCents", book.priceCents());
        json.writeEndObject();
    }
}
