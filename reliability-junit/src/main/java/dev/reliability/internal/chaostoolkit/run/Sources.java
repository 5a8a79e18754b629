package dev.reliability.internal.chaostoolkit.run;

import java.nio.file.Path;
import java.util.Locale;

/** Where experiments come from: files and URLs. */
final class Sources {
    private Sources() {}

    static boolean isUrl(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    static boolean isFile(String source) {
        return !isUrl(source);
    }

    /** The one name of a source: a file's absolute path, a URL without its password. */
    static String canonical(String source) {
        return isUrl(source)
                ? source.replaceFirst("//[^/@]*@", "//")
                : Path.of(source).toAbsolutePath().normalize().toString();
    }
}
