package dev.reliability.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/** Keeps two test JVMs of one machine from attacking one target at once. The operating system frees what a dead JVM held. */
public final class TargetLocks implements AutoCloseable {

    /** Holders by file. To ask the file itself would free it: closing any channel on it frees every lock of this process. */
    private static final Map<Path, String> OF_THIS_JVM = new ConcurrentHashMap<>();

    private static final int LONGEST = 100;

    private final List<FileChannel> channels = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    private TargetLocks() {}

    /** Says that somebody else holds a target. */
    public static final class HeldException extends Exception {

        private static final long serialVersionUID = 1L;

        HeldException(String resource, String holder) {
            super(resource + " is under attack by another run: " + holder);
        }
    }

    /**
     * Takes every target, or none.
     *
     * @throws HeldException if another JVM holds one
     * @throws IOException if the state directory cannot be written
     */
    public static TargetLocks take(Path state, Collection<String> resources, String title)
            throws IOException, HeldException {
        TargetLocks locks = new TargetLocks();
        boolean complete = false;
        try {
            Path directory = Directories.ensure(state.resolve("targets"));
            for (String resource : new TreeSet<>(resources)) {
                locks.take(directory, resource, title);
            }
            complete = true;
            return locks;
        } finally {
            if (!complete) {
                locks.close();
            }
        }
    }

    private void take(Path directory, String resource, String title) throws IOException, HeldException {
        Path file = directory.toRealPath().resolve(name(resource));
        String holder = "process " + ProcessHandle.current().pid() + ", " + title + ", since " + Instant.now();
        String other = OF_THIS_JVM.putIfAbsent(file, holder);
        if (other != null) {
            throw new HeldException(resource, other);
        }
        files.add(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channels.add(channel);
        if (FileLocks.tryLock(channel) == null) {
            throw new HeldException(resource, Files.readString(file).strip());
        }
        byte[] text = holder.getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(text));
        // only what is longer is cut off: to empty a file makes some file systems flush it
        channel.truncate(text.length);
    }

    /** What somebody who looks into the directory recognises, and a sum that tells apart what looks the same. */
    private static String name(String resource) {
        StringBuilder name = new StringBuilder(LONGEST + 16);
        for (int i = 0; i < Math.min(resource.length(), LONGEST); i++) {
            char character = resource.charAt(i);
            boolean plain = character < 128 && (Character.isLetterOrDigit(character) || character == '.');
            name.append(plain ? character : '-');
        }
        CRC32 sum = new CRC32();
        sum.update(resource.getBytes(StandardCharsets.UTF_8));
        return name.append('-')
                .append(Long.toHexString(sum.getValue()))
                .append(".lock")
                .toString();
    }

    @Override
    public void close() throws IOException {
        try {
            for (FileChannel channel : channels) {
                channel.close();
            }
        } finally {
            files.forEach(OF_THIS_JVM::remove);
        }
    }
}
