package dev.reliability.internal.chaostoolkit.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.journal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Writes experiments into a folder and runs them there; state and reports stay in it too. */
final class Workbench {
    final Path folder;
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    Workbench(Path folder) {
        this.folder = folder;
    }

    RunOptions options() {
        return RunOptions.defaults().lookup(this::setting);
    }

    Optional<String> setting(String name) {
        return switch (name) {
            case "reliability.state" -> Optional.of(folder.resolve("state").toString());
            case "reliability.reports" -> Optional.of(folder.resolve("reports").toString());
            default -> Optional.empty();
        };
    }

    /** An experiment of these parts; title and description are given where they are missing. */
    Path experiment(Map<String, ?> parts) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", "a title");
        all.put("description", "a description");
        all.put("method", List.of());
        all.putAll(parts);
        try {
            return Files.writeString(folder.resolve("experiment.json"), PythonJson.dumps(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FileOutcome run(Map<String, ?> parts) {
        return run(parts, UnaryOperator.identity());
    }

    FileOutcome run(Map<String, ?> parts, UnaryOperator<RunOptions> changes) {
        return ExperimentFiles.load(experiment(parts).toString(), changes.apply(options()))
                .run(lines::add);
    }

    static JsonNode journal(FileOutcome outcome) {
        try {
            return Json.read(Files.readString(outcome.journal().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file that activities leave their marks in. */
    List<String> marks() {
        Path marks = folder.resolve("marks");
        try {
            return Files.exists(marks) ? Files.readAllLines(marks) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> mark(String mark) {
        return shell("action", mark, "echo " + mark + " >> " + folder.resolve("marks"));
    }

    static Map<String, Object> shell(String type, String name, String script) {
        return activity(type, name, process("sh", "-c", script));
    }

    static Map<String, Object> process(String path, String... arguments) {
        Map<String, Object> provider = new LinkedHashMap<>();
        provider.put("type", "process");
        provider.put("path", path);
        provider.put("arguments", Arrays.asList((Object[]) arguments));
        return provider;
    }

    static Map<String, Object> http(String url) {
        Map<String, Object> provider = new LinkedHashMap<>();
        provider.put("type", "http");
        provider.put("url", url);
        return provider;
    }

    static Map<String, Object> function(String module, String func, Map<String, ?> arguments) {
        Map<String, Object> provider = new LinkedHashMap<>();
        provider.put("type", "python");
        provider.put("module", module);
        provider.put("func", func);
        provider.put("arguments", arguments);
        return provider;
    }

    static Map<String, Object> activity(String type, String name, Map<String, Object> provider) {
        Map<String, Object> activity = new LinkedHashMap<>();
        activity.put("type", type);
        activity.put("name", name);
        activity.put("provider", provider);
        return activity;
    }

    static Map<String, Object> with(Map<String, Object> activity, String key, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(activity);
        copy.put(key, value);
        return copy;
    }

    /** A probe that is fine as long as a file is there. */
    Map<String, Object> exists(String file) {
        return with(
                activity(
                        "probe",
                        file + " is there",
                        function(
                                "os.path",
                                "exists",
                                Map.of("path", folder.resolve(file).toString()))),
                "tolerance",
                true);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    static Map<String, Object> hypothesis(Map<String, Object>... probes) {
        Map<String, Object> hypothesis = new LinkedHashMap<>();
        hypothesis.put("title", "all is well");
        hypothesis.put("probes", steps(probes));
        return hypothesis;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    static List<Map<String, Object>> steps(Map<String, Object>... activities) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Map<String, Object> activity : activities) {
            steps.add(activity);
        }
        return steps;
    }

    static List<String> names(JsonNode entries) {
        return stream(entries)
                .map(entry -> entry.path("activity").path("name").asText())
                .toList();
    }

    static List<String> statuses(JsonNode entries) {
        return stream(entries).map(entry -> entry.path("status").asText("none")).toList();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all.stream();
    }

    Path touch(String file) {
        try {
            return Files.writeString(folder.resolve(file), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
