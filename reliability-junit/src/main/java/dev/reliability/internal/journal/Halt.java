package dev.reliability.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The emergency stop: a file in the state directory that ends every run and keeps new ones from beginning. */
public final class Halt {

    private final Path file;

    /** Creates a view of a state directory. */
    public Halt(Path state) {
        this.file = state.resolve("halt");
    }

    /**
     * Stops everything until {@link #release()}.
     *
     * @throws IOException if the state directory cannot be written
     */
    public void order(String reason) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, (reason.isBlank() ? "" : reason.strip() + ", ") + "since " + Instant.now());
    }

    /** Lets runs begin again; tells whether they were halted. */
    public boolean release() throws IOException {
        return Files.deleteIfExists(file);
    }

    /** Returns why everything is halted, or empty if it is not. */
    public Optional<String> reason() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.of("which cannot be read: " + e);
        }
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }
}
