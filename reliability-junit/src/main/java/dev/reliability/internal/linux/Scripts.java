package dev.reliability.internal.linux;

import dev.reliability.spi.ShellCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The bash sources that run on targets, and how they get the rights they need. */
final class Scripts {

    private static final Map<String, String> LOADED = new ConcurrentHashMap<>();

    private static final String AS_ROOT =
            "if ((EUID)); then exec sudo -n -- bash -c \"$@\"; else exec bash -c \"$@\"; fi";

    private Scripts() {}

    /** Seconds with a fraction, as {@code read} and {@code timeout} take them. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%d.%03d", duration.toSeconds(), duration.toMillisPart());
    }

    static String load(String... names) {
        return Arrays.stream(names).map(Scripts::one).collect(Collectors.joining("\n"));
    }

    /** A script as root, through {@code sudo -n} where the login is not root already. */
    static ShellCommand asRoot(String script, String name, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = script;
        all[1] = name;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return ShellCommand.script(AS_ROOT).withArguments(all);
    }

    private static String one(String name) {
        return LOADED.computeIfAbsent(name, missing -> {
            try (InputStream stream = Scripts.class.getResourceAsStream(missing)) {
                if (stream == null) {
                    throw new IllegalStateException("missing resource " + missing);
                }
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
