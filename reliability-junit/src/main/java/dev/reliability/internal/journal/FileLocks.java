package dev.reliability.internal.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/** Locks a byte far behind any content, so that the content stays readable where locks are mandatory. */
final class FileLocks {

    private FileLocks() {}

    /** Returns the lock, or null if somebody else has it, in this JVM or another. */
    static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(Long.MAX_VALUE - 1, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
