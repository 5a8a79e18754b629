package dev.reliability.internal.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Names of files for whatever tests are called: what is too long for a file system, or not in its encoding, is replaced. */
final class FileNames {

    /** File systems take 255, and some tools add an ending. */
    private static final int LONGEST = 200;

    private FileNames() {}

    /** Returns a path below a directory, of parts that {@code /} separates. */
    static Path resolve(Path directory, String path) {
        Path resolved = directory;
        for (String part : path.split("/", -1)) {
            resolved = resolved.resolve(of(part));
        }
        return resolved;
    }

    /** Returns the name itself where a file can have it, else one that is as like it as can be, and like no other. */
    static String of(String name) {
        if (fits(name)) {
            return name;
        }
        String plain = name.replaceAll("[^A-Za-z0-9 ._$()\\[\\]-]+", "-");
        return plain.substring(0, Math.min(plain.length(), LONGEST - 10)) + "~" + mark(name);
    }

    private static boolean fits(String name) {
        try {
            return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                    && Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String mark(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
