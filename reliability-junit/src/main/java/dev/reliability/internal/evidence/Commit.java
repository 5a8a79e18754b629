package dev.reliability.internal.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which commit of a Git repository is checked out, read from its files: Git itself need not be there. */
public final class Commit {

    private static final String REFERENCE = "ref: ";
    private static final String ELSEWHERE = "gitdir: ";

    private Commit() {}

    /** Returns the hash of the commit around a directory; empty where there is no repository, or none that can be read. */
    public static Optional<String> around(Path directory) {
        Path absolute = BuildIdentity.location(directory);
        for (Path each = absolute; each != null; each = each.getParent()) {
            Path git = each.resolve(".git");
            if (Files.exists(git)) {
                try {
                    return of(Files.isDirectory(git) ? git : elsewhere(git));
                } catch (IOException | RuntimeException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> of(Path git) throws IOException {
        String head = text(git.resolve("HEAD"));
        if (!head.startsWith(REFERENCE)) {
            return Optional.of(head);
        }
        String name = head.substring(REFERENCE.length());
        Path common = git.resolve("commondir");
        Path shared = Files.exists(common) ? git.resolve(text(common)) : git;
        for (Path place : new Path[] {git, shared}) {
            if (Files.exists(place.resolve(name))) {
                return Optional.of(text(place.resolve(name)));
            }
        }
        // "HASH NAME", where references were packed into one file
        Path packed = shared.resolve("packed-refs");
        return Files.exists(packed)
                ? Files.readAllLines(packed, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.endsWith(" " + name))
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .findFirst()
                : Optional.empty();
    }

    /** In a work tree of another repository, or a submodule, a file says where the directory is. */
    private static Path elsewhere(Path file) throws IOException {
        return file.resolveSibling(text(file).substring(ELSEWHERE.length()));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
