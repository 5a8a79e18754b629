package dev.reliability.internal.evidence;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was tested: the names and bytes of the compiled classes and properties of a directory, or the bytes of a jar. Other
 * resources do not count, since tests may write some.
 */
public final class BuildIdentity {

    private BuildIdentity() {}

    /** Returns the identities of the directories of the class path, and of the jars that the same build put beside them. */
    public static Map<Path, String> ofClassPath() throws IOException {
        List<Path> entries = Stream.of("java.class.path", "jdk.module.path")
                .flatMap(property -> Stream.of(System.getProperty(property, "").split(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> location(Path.of(entry)))
                .filter(Files::exists)
                .distinct()
                .toList();
        Set<Path> builds =
                entries.stream().filter(Files::isDirectory).map(Path::getParent).collect(Collectors.toSet());
        Map<Path, String> identities = new LinkedHashMap<>();
        for (Path entry : entries) {
            if (Files.isDirectory(entry) || builds.contains(entry.getParent())) {
                identities.put(entry, of(entry));
            }
        }
        return identities;
    }

    /** Returns the one path by which an entry of a class path is known, whatever links lead to it. */
    public static Path location(Path entry) {
        try {
            return entry.toRealPath();
        } catch (IOException e) {
            return entry.toAbsolutePath().normalize();
        }
    }

    /** Returns the identity of a directory or jar. */
    public static String of(Path root) throws IOException {
        MessageDigest digest = sha256();
        if (Files.isRegularFile(root)) {
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(root)));
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(root)) {
            files = found.filter(BuildIdentity::counts)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            String name = root.relativize(file).toString().replace(File.separatorChar, '/');
            digest.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean counts(Path file) {
        String name = file.toString();
        return name.endsWith(".class") || name.endsWith(".properties");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
