package dev.reliability.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What a hundred small experiments take from the start of a process to its end, by the settings of the JVM: class data sharing,
 * tiers of the compiler, collector; in one process, and by a command each. Where {@code CHAOSTOOLKIT_PYTHON} names an interpreter
 * that has the Chaos Toolkit, beside its library in one process, and beside as many of its commands.
 *
 * <pre>mvn -q -pl reliability-junit -Pbenchmark package exec:exec -DskipTests -Dbenchmark=Launch</pre>
 */
public final class LaunchBenchmark {
    private static final int EXPERIMENTS = 100;
    private static final int COMMANDS = 5;
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final String PYTHON = System.getenv().getOrDefault("CHAOSTOOLKIT_PYTHON", "");
    private static final String EXPERIMENT =
            """
            {"title": "t", "description": "d",
             "steady-state-hypothesis": {"title": "h", "probes": [{"type": "probe", "name": "p", "tolerance": true,
               "provider": {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": "/"}}}]},
             "method": [{"type": "action", "name": "a",
               "provider": {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": "/"}}}],
             "rollbacks": [{"type": "action", "name": "r",
               "provider": {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": "/"}}}]}
            """;
    private static final String LIBRARY =
            """
            import json, logging, sys
            from chaoslib.loader import load_experiment
            from chaoslib.experiment import ensure_experiment_is_valid, run_experiment
            logging.disable(logging.CRITICAL)
            for path in sys.argv[1:]:
                experiment = load_experiment(path)
                ensure_experiment_is_valid(experiment)
                with open(path + ".theirs", "w") as out:
                    json.dump(run_experiment(experiment, settings={}), out, indent=2, default=str)
            """;
    private static final String TOOL = "the tool";
    private static final String COMMAND = "from chaostoolkit.__main__ import cli; cli()";

    private LaunchBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("reliability-benchmark");
        try {
            measure(directory);
        } finally {
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void measure(Path directory) throws Exception {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < EXPERIMENTS; i++) {
            files.add(Files.writeString(directory.resolve("e" + i + ".json"), EXPERIMENT)
                    .toString());
        }
        String archive = "-XX:SharedArchiveFile=" + directory.resolve("classes.jsa");
        Map<String, List<String>> settings = new LinkedHashMap<>();
        settings.put("as it is", List.of());
        settings.put("first tier only", List.of("-XX:TieredStopAtLevel=1"));
        settings.put("serial collector", List.of("-XX:+UseSerialGC"));
        settings.put("class data shared", List.of("-Xshare:auto", archive));
        settings.put("first tier and serial collector", List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        settings.put("all three", List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", archive));
        double unused = seconds(
                command(List.of("-XX:ArchiveClassesAtExit=" + directory.resolve("classes.jsa")), files, directory),
                directory);
        Map<String, List<Double>> one = new LinkedHashMap<>();
        Map<String, List<Double>> each = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> setting : settings.entrySet()) {
                add(one, setting.getKey(), seconds(command(setting.getValue(), files, directory), directory));
                add(
                        each,
                        setting.getKey(),
                        commands(file -> command(setting.getValue(), List.of(file), directory), files));
            }
            if (!PYTHON.isEmpty()) {
                List<String> library = new ArrayList<>(List.of(PYTHON, "-c", LIBRARY));
                library.addAll(files);
                add(one, TOOL, seconds(library, directory));
                add(
                        each,
                        TOOL,
                        commands(file -> List.of(PYTHON, "-c", COMMAND, "--no-version-check", "run", file), files));
            }
        }
        print(EXPERIMENTS + " experiments in one process, its start included", one);
        print(EXPERIMENTS + " experiments by a command each", each);
    }

    private static void print(String what, Map<String, List<Double>> measured) {
        double tool = measured.containsKey(TOOL) ? middle(measured.get(TOOL)) : Double.NaN;
        System.out.println(what + ":");
        measured.forEach((setting, seconds) -> System.out.printf(
                Locale.ROOT, "%8.2f s, %5.2f x the tool: %s%n", middle(seconds), middle(seconds) / tool, setting));
    }

    /** Seconds for as many commands as there are experiments, of which only some are run. */
    private static double commands(Function<String, List<String>> command, List<String> files) throws Exception {
        double seconds = 0;
        for (String file : files.subList(0, COMMANDS)) {
            seconds += seconds(command.apply(file), Path.of(file).getParent());
        }
        return seconds / COMMANDS * files.size();
    }

    private static void add(Map<String, List<Double>> measured, String what, double seconds) {
        measured.computeIfAbsent(what, name -> new ArrayList<>()).add(seconds);
    }

    private static List<String> command(List<String> options, List<String> files, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                jar().toString(),
                "run",
                "--state=" + directory.resolve("state"),
                "--journal-path=" + directory.resolve("journal.json")));
        command.addAll(files);
        return command;
    }

    /** Classes are shared from jars only. */
    private static Path jar() {
        File[] jars = Path.of("target").toFile().listFiles((directory, name) -> name.endsWith("-cli.jar"));
        if (jars == null || jars.length == 0) {
            throw new IllegalStateException("no command line in target: mvn package -DskipTests makes it");
        }
        return jars[0].toPath().toAbsolutePath();
    }

    private static double seconds(List<String> command, Path directory) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("output")));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
