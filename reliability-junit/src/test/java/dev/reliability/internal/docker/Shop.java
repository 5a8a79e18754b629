package dev.reliability.internal.docker;

import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Reliability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Three containers of a test: one that is attacked, one that it uses, and one more. */
final class Shop implements AutoCloseable {

    private static final String ID = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicInteger COUNT = new AtomicInteger();

    final String web;
    final String db;
    final String other;
    private final OwnEngine engine;
    private final Path directory;

    Shop(Path directory, String... options) {
        this(Engine.shared(), directory, options);
    }

    Shop(OwnEngine engine, Path directory, String... options) {
        String id = ID + "-" + COUNT.incrementAndGet();
        this.web = "web-" + id;
        this.db = "db-" + id;
        this.other = "other-" + id;
        this.engine = engine;
        this.directory = directory;
        try {
            engine.web(web, options);
            engine.web(db);
            engine.web(other);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> reaches(web, db) && reaches(web, other) && reaches(other, web));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** An experiment whose target {@code web} is the attacked container. */
    ExperimentBuilder experiment(String way) {
        ExperimentBuilder experiment = Reliability.experiment("containers " + way)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.docker.host", engine.address())
                .property("reliability.lease", "2s")
                .target("web", "docker:" + web);
        return way.equals("helper")
                ? experiment.property("reliability.docker.helper", engine.helperImage())
                : experiment;
    }

    /** Whether the attacked container gets an answer from another one, as its own processes see it. */
    boolean reaches(String to) {
        return reaches(web, to);
    }

    private boolean reaches(String from, String to) {
        // wget of a busybox that is linked statically fails where names can be looked up by libraries
        return engine.in(from, "sh", "-c", "echo 'GET / HTTP/1.0' | nc -w 1 \"$0\" 80 | grep -q hello", engine.ip(to));
    }

    static String url(String name) {
        return "http://" + Engine.ip(name) + "/";
    }

    /** What of the kit, or of helpers, is still in the attacked container or beside it. */
    List<String> left() {
        List<String> left = engine.docker("ps", "--all", "--filter", "label=" + Helper.LABEL, "--format", "{{.Names}}")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return left.isEmpty() ? Engine.tablesOf(engine.state(web, "Pid")) : left;
    }

    @Override
    public void close() {
        engine.remove(web, db, other);
    }
}
