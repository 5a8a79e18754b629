package dev.reliability.internal.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a small file says now. It is read again whenever it may have changed: also while it is so young that its next change
 * could bear the same time.
 */
final class WatchedFile<T> {

    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final Path path;
    private final Function<String, T> parser;
    private volatile @Nullable Content<T> last;

    private record Content<T>(T parsed, Stamp stamp) {}

    private record Stamp(FileTime modified, long size, @Nullable Object key) {}

    /**
     * @param parser reads the text of the file; one that is not there, or cannot be read, is empty
     */
    WatchedFile(Path path, Function<String, T> parser) {
        this.path = path;
        this.parser = parser;
    }

    Path path() {
        return path;
    }

    T content() {
        Content<T> known = last;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Stamp stamp = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (known != null && known.stamp().equals(stamp)) {
                return known.parsed();
            }
            T parsed = parser.apply(Files.readString(path, StandardCharsets.ISO_8859_1));
            last = stamp.modified().toInstant().isBefore(Instant.now().minus(YOUNG))
                    ? new Content<>(parsed, stamp)
                    : null;
            return parsed;
        } catch (IOException e) {
            return parser.apply("");
        }
    }
}
