package dev.reliability.internal.chaostoolkit.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes up whole experiments whose course does not depend on time: what is compared must be the same on every machine. The
 * text {@code @FOLDER@} stands for a folder of the run's own, {@code @SERVER@} for a server with these answers.
 */
final class RandomRuns {
    static final Map<String, String> ANSWERS = Map.of(
            "/moved", "HTTP/1.1 302 Found\r\nLocation: /ok\r\nSet-Cookie: seen=1\r\nContent-Length: 0\r\n\r\n",
            "/moved-for-good", "HTTP/1.1 301 Moved\r\nLocation: ok\r\nContent-Length: 0\r\n\r\n",
            "/same", "HTTP/1.1 307 Same\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n",
            "/loop", "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n",
            "/nowhere", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:99999/\r\nContent-Length: 0\r\n\r\n");

    private static final List<String> ROLLBACKS = List.of("default", "always", "never", "deviated");

    private final Random random;
    private final List<String> names = new ArrayList<>();
    private int count;

    RandomRuns(long seed) {
        random = new Random(seed);
    }

    /** The next case: experiment, options, and the files that are there at its beginning. */
    Map<String, Object> next() {
        count = 0;
        names.clear();
        boolean continuous = chance(6);
        Map<String, Object> experiment = new LinkedHashMap<>();
        experiment.put("title", pick("a title", "about ${what}", "$what costs $$1", "${unknown}"));
        experiment.put("description", "made up");
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("what", pick("this", 5, List.of(1, "two")));
        configuration.put("short", 0.01);
        configuration.put("word", "soon");
        experiment.put("configuration", configuration);
        List<Object> probes = new ArrayList<>();
        if (!chance(12)) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                Map<String, Object> probe = continuous ? steadyProbe() : probe();
                probes.add(probe);
                if (chance(10)) {
                    probes.add(Map.of("ref", probe.get("name"), "tolerance", pick(0, 1, true, List.of(0, 200))));
                }
            }
            Map<String, Object> hypothesis = new LinkedHashMap<>();
            hypothesis.put("title", "all is well");
            hypothesis.put("probes", chance(4) ? List.of() : probes);
            experiment.put("steady-state-hypothesis", hypothesis);
        }
        List<Object> method = new ArrayList<>();
        if (continuous) {
            method.add(Workbench.shell("action", "take-your-time", "sleep 0.3"));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            method.add(activity(true));
        }
        experiment.put("method", method);
        if (!chance(15)) {
            List<Object> rollbacks = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                rollbacks.add(activity(false));
            }
            experiment.put("rollbacks", rollbacks);
        }
        Map<String, Object> options = options(experiment, continuous);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("experiment", experiment);
        all.put("options", options);
        all.put("files", chance(80) ? List.of("there") : List.of("there", "perhaps"));
        return all;
    }

    private Map<String, Object> options(Map<String, Object> experiment, boolean continuous) {
        Map<String, Object> options = new LinkedHashMap<>();
        Map<String, Object> runtime = new LinkedHashMap<>();
        List<String> strategies = continuous
                ? List.of("during-method-only", "continuously")
                : List.of("default", "before-method-only", "after-method-only", "skip");
        if (continuous || chance(40)) {
            String strategy = strategies.get(random.nextInt(strategies.size()));
            if (chance(50)) {
                runtime.put("hypothesis", Map.of("strategy", strategy));
            } else {
                options.put("hypothesis", strategy);
            }
        }
        if (chance(50)) {
            String strategy = ROLLBACKS.get(random.nextInt(ROLLBACKS.size()));
            if (chance(50)) {
                runtime.put("rollbacks", Map.of("strategy", strategy));
            } else {
                options.put("rollbacks", strategy);
            }
        }
        if (!runtime.isEmpty()) {
            experiment.put("runtime", runtime);
        }
        if (continuous) {
            options.put("fail-fast", random.nextBoolean());
        } else if (chance(12)) {
            options.put("dry", pick("probes", "actions", "activities", "pause"));
        }
        if (chance(15)) {
            options.put("var", List.of(pick("what=that", "what:int=7", "nobody=asked")));
        }
        return options;
    }

    /** A probe whose answer is the same at any time of the run. */
    private Map<String, Object> steadyProbe() {
        return Workbench.with(Workbench.shell("probe", name("steady"), "exit 0"), "tolerance", chance(75) ? 0 : 1);
    }

    private Map<String, Object> probe() {
        return switch (random.nextInt(10)) {
            case 0 -> Workbench.with(exists("perhaps"), "tolerance", true);
            case 1 -> Workbench.with(exists("gone"), "tolerance", false);
            case 2 ->
                Workbench.with(
                        Workbench.shell("probe", name("says"), "echo ok"),
                        "tolerance",
                        Map.of("type", "regex", "pattern", pick("^ok", "ko"), "target", "stdout"));
            case 3 ->
                Workbench.with(
                        Workbench.shell("probe", name("exits"), "exit " + random.nextInt(3)),
                        "tolerance",
                        pick(0, List.of(0, 1), List.of(0, 1, 2), "0"));
            // raises: the output is an object
            case 4 ->
                Workbench.with(
                        Workbench.shell("probe", name("crashes"), "true"),
                        "tolerance",
                        chance(30) ? Map.of("type", "regex", "pattern", "x") : 0);
            case 5 ->
                Workbench.with(
                        Workbench.activity("probe", name("fails"), Workbench.http("http://127.0.0.1:1/")),
                        "tolerance",
                        chance(50) ? 200 : 0);
            default -> Workbench.with(exists("there"), "tolerance", true);
        };
    }

    private Map<String, Object> activity(boolean method) {
        if (chance(12) && !names.isEmpty()) {
            return Map.of("ref", names.get(random.nextInt(names.size())));
        }
        Map<String, Object> activity = newActivity(method);
        if (method) {
            names.add(String.valueOf(activity.get("name")));
        }
        return activity;
    }

    private Map<String, Object> newActivity(boolean method) {
        Map<String, Object> activity =
                switch (random.nextInt(16)) {
                    case 0 -> Workbench.shell("action", name("exits"), "exit 3");
                    case 1 ->
                        Workbench.activity(
                                pick("probe", "action"), name("refused"), Workbench.http("http://127.0.0.1:1/"));
                    case 2 -> Workbench.activity("action", name("nowhere"), Workbench.http("nowhere"));
                    case 3 -> Workbench.shell("action", name("remove"), "rm -f @FOLDER@/there");
                    case 4 -> Workbench.shell("action", name("restore"), "touch @FOLDER@/there @FOLDER@/perhaps");
                    case 5 -> exists("there");
                    case 6 ->
                        Workbench.activity(
                                "action",
                                name("python"),
                                Workbench.function("os", "remove", Map.of("path", "@FOLDER@/perhaps")));
                    case 7 ->
                        Workbench.activity(
                                pick("probe", "action"),
                                name("throws"),
                                Workbench.http(pick("http://127.0.0.1:99999/", "ftp://x/", "http://")));
                    case 8, 9 ->
                        Workbench.activity(
                                pick("probe", "action"),
                                name("redirected"),
                                Workbench.with(
                                        Workbench.http("@SERVER@"
                                                + pick(
                                                        "/moved",
                                                        "/moved-for-good",
                                                        "/same",
                                                        "/loop",
                                                        "/nowhere",
                                                        "/ok")),
                                        "method",
                                        pick("GET", "POST", "PUT")));
                    default -> mark(method ? "method" : "rollback");
                };
        if (chance(8)) {
            activity = Workbench.with(activity, "pauses", Map.of("before", pick("${short}", 0.01), "after", 0.01));
        } else if (chance(3)) {
            activity = Workbench.with(activity, "pauses", Map.of(pick("before", "after"), "${word}"));
        }
        // whether the tool sees the traceback of a rollback in the background depends on how long it takes
        String text = activity.toString();
        boolean crashes = text.contains("nowhere")
                || text.contains("${word}")
                || text.contains("throws")
                || text.contains("/loop");
        return chance(7) && (method || !crashes) ? Workbench.with(activity, "background", true) : activity;
    }

    private Map<String, Object> exists(String file) {
        return Workbench.activity(
                "probe", name(file), Workbench.function("os.path", "exists", Map.of("path", "@FOLDER@/" + file)));
    }

    private Map<String, Object> mark(String what) {
        String name = name(what);
        return Workbench.shell("action", name, "echo " + name + " >> @FOLDER@/marks");
    }

    private String name(String what) {
        return what + "-" + ++count;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
