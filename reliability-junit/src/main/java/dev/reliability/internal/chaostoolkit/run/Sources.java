package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.document.Document;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.document.Limits;
import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.HttpCall;
import dev.reliability.internal.chaostoolkit.http.HttpCaller;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where experiments come from: files, URLs, and entries of jars. */
final class Sources {
    private static final String TOKEN = "CHAOSTOOLKIT_LOADER_AUTH_BEARER_TOKEN";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Sources() {}

    static boolean isUrl(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://") || isArchived(source);
    }

    private static boolean isArchived(String source) {
        return source.startsWith("jar:");
    }

    static boolean isFile(String source) {
        return !isUrl(source);
    }

    /** The one name of a source: a file's absolute path, a URL without its password. */
    static String canonical(String source) {
        return isUrl(source)
                ? withoutPassword(source)
                : Path.of(source).toAbsolutePath().normalize().toString();
    }

    /** A source as messages name it. */
    static String shown(String source) {
        return isUrl(source) ? withoutPassword(source) : source;
    }

    private static String withoutPassword(String url) {
        return isArchived(url) ? url : url.replaceFirst("//[^/@]*@", "//");
    }

    /**
     * Fetches an experiment.
     *
     * @throws InvalidExperimentFileException if there is none at that place, or not of a type that can be read
     */
    static Document fetch(String url, RunOptions options, ToolSettings settings) {
        if (isArchived(url)) {
            return unpack(url, options);
        }
        String name = withoutPassword(url);
        HttpCall call = HttpCall.of("GET", url)
                .header("Accept", "application/json, application/x-yaml")
                .within(PATIENCE)
                .verify(options.verifyTls());
        Optional<String> authorization = Optional.ofNullable(
                        options.environment().get(TOKEN))
                .map(token -> "bearer " + token.strip())
                .or(() -> settings.authorization(String.valueOf(URI.create(url).getAuthority())));
        if (authorization.isPresent()) {
            call = call.header("Authorization", authorization.get());
        }
        try {
            HttpAnswer answer = new HttpCaller(new Cancellation()).call(call);
            if (answer.status() != 200) {
                throw refused(name, "cannot be fetched: the server answered " + answer.status());
            }
            return new DocumentReader(options.mode()).read(answer.body(), isJson(answer, name), name);
        } catch (ActivityFailedException | PythonError | IllegalArgumentException e) {
            throw refused(name, "cannot be fetched: " + e.getMessage());
        }
    }

    private static Document unpack(String url, RunOptions options) {
        try {
            URLConnection connection = URI.create(url).toURL().openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                byte[] content = in.readNBytes((int) Limits.DEFAULT.bytes() + 1);
                boolean json = url.toLowerCase(Locale.ROOT).endsWith(".json");
                return new DocumentReader(options.mode()).read(content, json, url);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw refused(url, "cannot be read: " + e.getMessage());
        }
    }

    private static boolean isJson(HttpAnswer answer, String name) {
        String type = answer.header("Content-Type").orElse("");
        if (type.contains("application/json")) {
            return true;
        }
        if (type.contains("application/x-yaml") || type.contains("text/yaml")) {
            return false;
        }
        if (type.contains("text/plain")) {
            try {
                Object unused = PythonJson.loads(answer.text());
                return true;
            } catch (IOException e) {
                return false;
            }
        }
        throw refused(
                name,
                "has the content type \"" + type + "\": only application/json, application/x-yaml, text/yaml and"
                        + " text/plain are experiments");
    }

    private static InvalidExperimentFileException refused(String name, String rule) {
        return new InvalidExperimentFileException(List.of(new Problem(name, 0, "", rule)));
    }
}
