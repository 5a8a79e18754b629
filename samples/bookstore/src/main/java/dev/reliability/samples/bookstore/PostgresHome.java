package dev.reliability.samples.bookstore;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The directory of all PostgreSQL servers of one user: the unpacked program, an empty database to copy from, which is
 * faster than to create one, and the data of each running server.
 */
final class PostgresHome {

    static final String LOOPBACK = "localhost";

    private static final String DATA = "bookstore-data-";

    private final Path root;
    private final Path program;
    private final Path template;
    private final Path complete;

    private PostgresHome(Path root) {
        this.root = root;
        this.program = root.resolve("server");
        this.template = root.resolve("template");
        this.complete = root.resolve("complete");
    }

    static PostgresHome in(Path root) throws IOException {
        Files.createDirectories(root);
        return new PostgresHome(root);
    }

    /** A new directory for data, for this process; those of dead processes are deleted. */
    Path newData() throws IOException {
        deleteDataOfTheDead();
        return Files.createTempDirectory(root, DATA + ProcessHandle.current().pid() + "-");
    }

    /**
     * Starts a server with an empty database; the data outlives it.
     *
     * @param listen the addresses, as PostgreSQL's setting takes them
     */
    EmbeddedPostgres start(Path data, int port, String listen) throws IOException {
        try {
            if (isComplete()) {
                copy(template, data);
            } else {
                prepare(data, port);
            }
            if (!listen.equals(LOOPBACK)) {
                Files.writeString(
                        data.resolve("pg_hba.conf"), "host all all samenet trust\n", StandardOpenOption.APPEND);
            }
            return builder(data, port)
                    .setServerConfig("listen_addresses", listen)
                    .start();
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
            throw new IOException(
                    "PostgreSQL did not start on port " + port + "; if the port is free, delete " + root
                            + " and start again",
                    e);
        }
    }

    static ProcessHandle server(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("the server ended, " + file + " is left"));
    }

    /**
     * An unpacking that was killed half-way would make every later start fail: whoever does not find the mark of a
     * complete one begins from nothing.
     */
    private void prepare(Path data, int port) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && isComplete()) {
                copy(template, data);
                return;
            }
            Files.deleteIfExists(complete);
            deleteAll(program);
            deleteAll(template);
            builder(data, port).start().close();
            copy(data, template);
            Files.createFile(complete);
        }
    }

    private boolean isComplete() {
        return Files.exists(complete) && Files.isDirectory(template);
    }

    private EmbeddedPostgres.Builder builder(Path data, int port) {
        // the library deletes what looks like old data in this directory, and must find neither template nor data
        System.setProperty("ot.epg.working-dir", program.toString());
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(program.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(30))
                .setServerConfig("max_connections", "64")
                .setServerConfig("shared_buffers", "16MB")
                .setServerConfig("unix_socket_directories", "");
    }

    /** Where the guard was killed as well, nobody has deleted the data. */
    private void deleteDataOfTheDead() throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root, DATA + "[0-9]*-*")) {
            for (Path data : directories) {
                String rest = data.getFileName().toString().substring(DATA.length());
                long starter = Long.parseLong(rest.substring(0, rest.indexOf('-')));
                if (ProcessHandle.of(starter).isEmpty() && !hasServer(data)) {
                    deleteAll(data);
                }
            }
        }
    }

    private static boolean hasServer(Path data) {
        try {
            return server(data).isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                } else if (!Files.exists(copy)) {
                    Files.createDirectory(copy);
                }
            }
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // somebody else deletes the same at the same time
        }
    }
}
