package dev.reliability.internal.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM whose output is Maven's. */
final class JavaCommand {

    private final String java;
    private final List<String> words;

    /**
     * Prepares one.
     *
     * @param words what comes after the class path
     */
    JavaCommand(String java, List<String> classPath, List<String> words) {
        this.java = java;
        this.words = Stream.concat(
                        Stream.of("-cp", String.join(File.pathSeparator, classPath), "-XX:TieredStopAtLevel=1"),
                        words.stream())
                .toList();
    }

    /** Runs it. {@return its exit code} */
    int run(Path directory) throws IOException, InterruptedException {
        Path arguments = Files.createTempFile("reliability", ".args");
        try {
            Files.writeString(arguments, file(), nativeCharset());
            Process process = new ProcessBuilder(java, "@" + arguments)
                    .directory(directory.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), nativeCharset()))) {
                // not by a logger: what is said must be seen with --quiet, too, and in the file of --log-file
                lines.lines().forEach(System.out::println);
            }
            return process.waitFor();
        } finally {
            Files.deleteIfExists(arguments);
        }
    }

    /** A class path may be longer than a command line can be; in the file of arguments of the launcher, all is quoted. */
    private String file() {
        return words.stream()
                .map(word -> "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining("\n"));
    }

    private static Charset nativeCharset() {
        String name = System.getProperty("native.encoding", "");
        return name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name);
    }
}
