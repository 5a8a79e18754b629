package dev.reliability.benchmark;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.internal.chaostoolkit.run.ExperimentFiles;
import dev.reliability.internal.chaostoolkit.run.FileOutcome;
import dev.reliability.internal.chaostoolkit.run.RunOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * What experiment files cost: an activity of each kind, a hundred experiments in one JVM, a thousand in little memory. Prints
 * each figure beside its limit, the Chaos Toolkit's beside it where {@code CHAOSTOOLKIT_PYTHON} names an interpreter that has
 * it, and ends with 1 if one is over.
 *
 * <pre>mvn -q -pl reliability-junit -Pbenchmark test-compile exec:exec -Dbenchmark=Files</pre>
 */
public final class FilesBenchmark {

    private static final int ROUNDS = 5;
    private static final String PYTHON = System.getenv().getOrDefault("CHAOSTOOLKIT_PYTHON", "");

    /** What a hundred experiments do: nothing but a function, or the start of a process, which alone may take the limit. */
    private static final Map<String, String> ACTIONS = Map.of(
            "function",
            look("action", "act"),
            "process",
            "{\"type\": \"action\", \"name\": \"act\", \"provider\": {\"type\": \"process\", \"path\": \"true\"}}");

    private static boolean missed;
    private static Path directory;

    private FilesBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            directory = Path.of(arguments[1]);
            String action = ACTIONS.get(arguments[2]);
            // as the tool's own imports, what is loaded for the first one belongs to the start
            many(1, action);
            System.out.println("took=" + many(Integer.parseInt(arguments[0]), action));
            return;
        }
        directory = Files.createTempDirectory("reliability-benchmark");
        try {
            activities();
            hundred("function");
            hundred("process");
            System.out.printf(Locale.ROOT, "%10.3f s for 100 bare processes%n", bareProcess(100) / 10);
            thousand();
        } finally {
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        System.exit(missed ? 1 : 0);
    }

    private static void activities() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        String http = "{\"type\": \"http\", \"url\": \"" + url + "\"}";
        String function =
                "{\"type\": \"python\", \"module\": \"os.path\", \"func\": \"exists\", \"arguments\": {\"path\": \"/\"}}";
        String process = "{\"type\": \"process\", \"path\": \"true\"}";
        report("ms for a function", median(() -> perActivity(function, 2000)), 0.05);
        theirs("function", function, 2000);
        report("ms for a request", median(() -> perActivity(http, 500)), 0.6);
        theirs("request", http, 500);
        List<Double> ratios = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            double ours = perActivity(process, 100);
            double plain = bareProcess(100);
            if (round >= 0) {
                ratios.add(ours / plain);
                bare.add(plain);
            }
        }
        report(
                String.format(Locale.ROOT, "x a bare process (%.2f ms) for a process", middle(bare)),
                middle(ratios),
                1.2);
        theirs("process", process, 100);
        server.stop(0);
    }

    /** Milliseconds for one more activity of a run. */
    private static double perActivity(String provider, int count) throws Exception {
        double many = run(write("many", method(provider, count + 1)));
        double one = run(write("one", method(provider, 1)));
        return (many - one) / count;
    }

    private static String method(String provider, int count) {
        StringBuilder method = new StringBuilder();
        for (int i = 0; i < count; i++) {
            method.append(i == 0 ? "" : ",\n")
                    .append("{\"type\": \"action\", \"name\": \"a")
                    .append(i)
                    .append("\", \"provider\": ")
                    .append(provider)
                    .append('}');
        }
        return experiment(method.toString(), "");
    }

    private static String experiment(String method, String rollbacks) {
        return """
                {"title": "t", "description": "d",
                 "steady-state-hypothesis": {"title": "h", "probes": [{"type": "probe", "name": "p", "tolerance": true,
                   "provider": {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": "/"}}}]},
                 "method": [%s], "rollbacks": [%s]}
                """
                .formatted(method, rollbacks);
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name + ".json"), text);
    }

    /** Milliseconds for a run, without reading the file. */
    private static double run(Path file) {
        RunOptions options = RunOptions.defaults().lookup(FilesBenchmark::setting);
        var loaded = ExperimentFiles.load(file.toString(), options);
        long begin = System.nanoTime();
        FileOutcome outcome = loaded.run(line -> {});
        double took = (System.nanoTime() - begin) / 1e6;
        if (!outcome.passed()) {
            throw new IllegalStateException(outcome.message());
        }
        return took;
    }

    private static Optional<String> setting(String name) {
        return switch (name) {
            case "reliability.state" -> Optional.of(directory.resolve("state").toString());
            case "reliability.reports" ->
                Optional.of(directory.resolve("reports").toString());
            default -> Optional.empty();
        };
    }

    private static double bareProcess(int count) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Process process = new ProcessBuilder("/bin/true").start();
            process.getInputStream().readAllBytes();
            process.getErrorStream().readAllBytes();
            process.waitFor();
        }
        return (System.nanoTime() - begin) / 1e6 / count;
    }

    /** Milliseconds for as many experiments: read, checked, gate, one action, check, one rollback, journal. */
    private static double many(int count, String action) throws IOException {
        String text = experiment(action, look("action", "repair"));
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(write("experiment-" + i, text));
        }
        RunOptions options = RunOptions.defaults().lookup(FilesBenchmark::setting);
        long begin = System.nanoTime();
        for (Path file : files) {
            FileOutcome outcome = ExperimentFiles.load(file.toString(), options).run(line -> {});
            if (!outcome.passed()) {
                throw new IllegalStateException(outcome.message());
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static String look(String type, String name) {
        return "{\"type\": \"%s\", \"name\": \"%s\", \"provider\": {\"type\": \"python\", \"module\": \"os.path\","
                        .formatted(type, name)
                + " \"func\": \"exists\", \"arguments\": {\"path\": \"/\"}}}";
    }

    private static void hundred(String action) throws Exception {
        List<Double> inside = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            inside.add(fork(100, action, List.of()) / 1e3);
            all.add((System.nanoTime() - begin) / 1e9);
        }
        report("s for 100 experiments of a " + action + " in one JVM, without its start", middle(inside), 0.35);
        report("s for 100 experiments of a " + action + " in one JVM, with its start", middle(all), 1.3);
        if (!PYTHON.isEmpty()) {
            fork(100, action, List.of());
            System.out.printf(
                    Locale.ROOT,
                    "%10.3f s for the same through the Chaos Toolkit's API, without its start%n",
                    tool(directory.resolve("experiment-0.json"), 100));
        }
    }

    private static void thousand() throws Exception {
        report("s for 1,000 experiments within -Xmx64m", fork(1000, "process", List.of("-Xmx64m")) / 1e3, 60);
    }

    private static double fork(int count, String action, List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                FilesBenchmark.class.getName(),
                String.valueOf(count),
                directory.toString(),
                action));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !output.contains("took=")) {
            throw new IllegalStateException("the forked JVM ended with " + process.exitValue() + ": " + output);
        }
        return Double.parseDouble(output.substring(output.indexOf("took=") + 5).strip());
    }

    private static void theirs(String what, String provider, int count) throws Exception {
        if (!PYTHON.isEmpty()) {
            double many = tool(write("many", method(provider, count + 1)), 1);
            double one = tool(write("one", method(provider, 1)), 1);
            System.out.printf(
                    Locale.ROOT, "%10.3f ms for a %s of the Chaos Toolkit%n", (many - one) * 1e3 / count, what);
        }
    }

    /** Seconds for runs of an experiment through the API of the tool. */
    private static double tool(Path file, int times) throws Exception {
        String script =
                """
                import json, logging, sys, time
                from chaoslib.loader import load_experiment
                from chaoslib.experiment import ensure_experiment_is_valid, run_experiment
                logging.disable(logging.CRITICAL)
                begin = time.perf_counter()
                for i in range(%d):
                    experiment = load_experiment("%s")
                    ensure_experiment_is_valid(experiment)
                    journal = run_experiment(experiment, settings={})
                    with open("%s", "w") as out:
                        json.dump(journal, out, indent=2, default=str)
                print(time.perf_counter() - begin)
                """
                        .formatted(times, file, directory.resolve("theirs.json"));
        Process process = new ProcessBuilder(PYTHON, "-c", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the Chaos Toolkit failed: " + output);
        }
        return Double.parseDouble(output.strip());
    }

    private interface Measured {
        double get() throws Exception;
    }

    private static double median(Measured figure) throws Exception {
        List<Double> all = new ArrayList<>();
        for (int round = -8; round < ROUNDS; round++) {
            double one = figure.get();
            if (round >= 0) {
                all.add(one);
            }
        }
        return middle(all);
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void report(String what, double value, double limit) {
        boolean over = value > limit;
        missed |= over;
        System.out.printf(Locale.ROOT, "%10.3f %s (limit %s)%s%n", value, what, limit, over ? " MISSED" : "");
    }
}
