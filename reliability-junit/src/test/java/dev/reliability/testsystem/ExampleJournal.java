package dev.reliability.testsystem;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The journal of one experiment of {@link ExampleJournals}. */
final class ExampleJournal {

    static final String BLUE = "bookstore-api-blue";
    static final String GREEN = "bookstore-api-green";
    static final String IT = "shop.BookstoreReliabilityIT";

    private static final Instant START = Instant.parse("2026-01-31T02:14:07Z");
    private static final Map<String, String> PROOFS = Map.of(
            "blackhole", "14 packets to 198.18.0.21 and 9 to 198.18.0.31 dropped",
            "shutdown", "the host answers no more since 1.6 s after the order",
            "latency", "connections to 198.18.0.21 take 100 ms longer",
            "cpu load", "2 of 2 processors are busy, 97 % of the time");

    final String method;
    private final Random random;
    private final String verdict;
    private final String kind;
    private final String target;
    private final int points;
    private final double length;
    private String message = "";
    private double lastOld = -1;
    private double firstNew = -1;
    private double outageBegan;
    private double outage;
    private double allowed = 60;

    ExampleJournal(
            Random random, String method, String verdict, String kind, String target, int points, double length) {
        this.random = random;
        this.method = method;
        this.verdict = verdict;
        this.kind = kind;
        this.target = target;
        this.points = points;
        this.length = length;
    }

    ExampleJournal message(String text) {
        message = text;
        return this;
    }

    ExampleJournal passed() {
        return message("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
    }

    ExampleJournal failover(double last, double first) {
        lastOld = last;
        firstNew = first;
        return this;
    }

    ExampleJournal outage(double began, double lasted, double most) {
        outageBegan = began;
        outage = lasted;
        allowed = most;
        return this;
    }

    private String attack() {
        return kind + " of " + target;
    }

    private boolean bites() {
        return !verdict.equals("INCONCLUSIVE");
    }

    Map<String, Object> journal() {
        Map<String, Object> journal = new LinkedHashMap<>();
        journal.put("chaoslib-version", "1.45.0");
        journal.put("platform", "Linux");
        journal.put("node", "ci-runner-3");
        journal.put("experiment", Map.of("title", "BookstoreReliabilityIT." + method));
        journal.put(
                "start", START.plusSeconds(Math.abs(method.hashCode() % 900)).toString());
        journal.put("duration", length);
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("written-by", "reliability");
        ours.put("format", 1);
        ours.put("verdict", verdict);
        ours.put("message", message);
        ours.put("findings", verdict.equals("PASSED") ? List.of() : List.of(message));
        ours.put("steady-states", List.of(state()));
        ours.put("faults", List.of(fault()));
        ours.put("failovers", firstNew < 0 ? List.of() : List.of(failover()));
        ours.put("alarms", firstNew < 0 ? List.of() : List.of(alarm()));
        ours.put("asked", asked());
        ours.put("timeline", timeline());
        ours.put("series", List.of(series("fresh"), series("kept")));
        ours.put("events", events());
        ours.put("calls", points > 0 ? List.of() : calls());
        journal.put("reliability", ours);
        return journal;
    }

    private Map<String, Object> state() {
        int samples = (int) (length - 6) * 4;
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", "GET /books");
        state.put("samples", samples);
        state.put("failed", (int) (outage * 4));
        state.put("longest-outage", outage);
        state.put("outage-began", outage > 0 ? outageBegan : null);
        state.put("recovered-after", 0.4);
        state.put("recovered-after-pooled", 1.1);
        state.put("latency-ms", Map.of("p50", 18.2, "p95", 64.0, "p99", 212.5, "max", outage > 0 ? 3004.1 : 240.7));
        return state;
    }

    private Map<String, Object> fault() {
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("name", attack());
        fault.put("description", attack());
        fault.put("bite", bites() ? PROOFS.get(kind) : "dropped nothing");
        fault.put("residue", List.of());
        fault.put(
                "measurements",
                kind.equals("blackhole")
                        ? Map.of("198.18.0.21 (db)", "1,204 packets", "198.18.0.31 (cdn)", "377 packets")
                        : Map.of());
        return fault;
    }

    private Map<String, Object> failover() {
        return Map.of(
                "name",
                "bookstore",
                "last-old",
                lastOld,
                "first-new",
                firstNew,
                "details",
                Map.of(
                        "steps",
                        List.of(
                                step("detect", firstNew * 0.45, 1.5, "health check 1a2b failed in 12 of 16 regions"),
                                step("decide", firstNew * 0.6, 0.5, "health check 1a2b is UNHEALTHY"),
                                step("publish", firstNew * 0.85, 0.2, "the record answers with green"))));
    }

    private Map<String, Object> step(String phase, double afterBite, double error, String what) {
        Instant started = START.plusSeconds(Math.abs(method.hashCode() % 900));
        return Map.of(
                "phase",
                phase,
                "at",
                started.plusMillis((long) ((afterBite + 4) * 1000)).toString(),
                "error",
                error,
                "what",
                what);
    }

    private Map<String, Object> alarm() {
        return Map.of(
                "name", BLUE + "-db-connectivity-failed", "fired-after", 24.2, "error", 3.0, "last-state", "ALARM");
    }

    private Map<String, Object> asked() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("journal", IT + "/" + method + "[1]");
        asked.put("directory", Path.of("").toAbsolutePath().toString());
        asked.put("profile", "staging");
        asked.put("targets", List.of(BLUE, GREEN, "bookstore-db", "bookstore-cdn"));
        asked.put(
                "dependencies",
                Map.of(
                        BLUE,
                        List.of("cdn.bookstore.example", "db.bookstore.example", "mail.bookstore.example"),
                        GREEN,
                        List.of("cdn.bookstore.example", "db.bookstore.example")));
        asked.put("runbook", "https://wiki.example/bookstore/failover");
        asked.put("baseline", 30);
        asked.put("deadline", 900);
        asked.put(
                "steady-states",
                List.of(Map.of(
                        "name",
                        "GET /books",
                        "every",
                        0.25,
                        "timeout",
                        3,
                        "outage",
                        allowed,
                        "tolerate",
                        0.01,
                        "recover-within",
                        30)));
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("name", attack());
        fault.put("kind", kind);
        fault.put("target", target);
        fault.put("address", "ssh://ubuntu@198.18.0.11");
        if (kind.equals("blackhole") || kind.equals("latency") || kind.equals("packet loss")) {
            fault.put("hosts", List.of("^api.gremlin.com", "cdn.bookstore.example", "db.bookstore.example"));
        }
        asked.put("faults", List.of(fault));
        asked.put(
                "failovers",
                firstNew < 0
                        ? List.of()
                        : List.of(Map.of(
                                "name",
                                "bookstore",
                                "from",
                                BLUE,
                                "to",
                                GREEN,
                                "within",
                                90,
                                "floor",
                                38,
                                "floor-why",
                                "3 checks in a row, one every 10 s, and a TTL of 8 s")));
        asked.put(
                "alarms",
                firstNew < 0
                        ? List.of()
                        : List.of(Map.of("name", BLUE + "-db-connectivity-failed", "within", 60, "floor", 20)));
        return asked;
    }

    private Map<String, Object> timeline() {
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("name", attack());
        fault.put("description", attack());
        fault.put("injected", 2.4);
        fault.put("bitten", bites() ? 4.0 : null);
        fault.put("revert-began", length - 4);
        fault.put("reverted", length - 3.4);
        Map<String, Object> timeline = new LinkedHashMap<>();
        timeline.put("now", length);
        timeline.put("bite", bites() ? 4.0 : null);
        timeline.put("body-ended", length - 5);
        timeline.put("recovery-began", length - 3.4);
        timeline.put("faults", List.of(fault));
        return timeline;
    }

    private Map<String, Object> series(String connections) {
        int number = points > 0 ? points : (int) (length * 4);
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            double at = length * i / number;
            double since = at - 4 - outageBegan;
            boolean out = outage > 0 && since >= 0 && since < outage;
            boolean slow = kind.equals("latency") && at > 4 && at < length - 4;
            double mean = (slow ? 120 : 14) + random.nextInt(18);
            double slowest = out ? 3_000 : mean * (1 + random.nextDouble() * 6);
            int samples = Math.max(1, points / 40);
            rows.add(Arrays.asList(at, samples, out ? samples : 0, out ? 2_400 : mean, slowest, out ? 0 : null));
        }
        Map<String, Object> series = new LinkedHashMap<>();
        series.put("name", "GET /books");
        series.put("connections", connections);
        series.put("columns", List.of("at", "samples", "failed", "mean-ms", "slowest-ms", "seen"));
        series.put("points", rows);
        series.put("words", List.of("expected 200, got timeout after 3 s"));
        return series;
    }

    /** What the body asks every four seconds; nobody answers it during an outage. */
    private List<Object> calls() {
        List<Object> calls = new ArrayList<>();
        for (double at = 5.5; at < length - 6; at += 4) {
            boolean out = outage > 0 && at - 4 >= outageBegan && at - 4 < outageBegan + outage;
            Map<String, Object> call = new LinkedHashMap<>();
            call.put("at", at);
            call.put("method", calls.isEmpty() ? "POST" : "GET");
            call.put("url", "https://bookstore.example/orders" + (calls.isEmpty() ? "" : "/4711"));
            call.put("ms", out ? 3_001.2 : 20 + random.nextInt(60));
            call.put(out ? "failure" : "status", out ? "request timed out" : calls.isEmpty() ? 201 : 200);
            calls.add(call);
        }
        return calls;
    }

    private List<Object> events() {
        List<Object> events = new ArrayList<>();
        events.add(Map.of("after", 2.4, "text", "Injecting " + attack()));
        events.add(Map.of("after", 2.5, "text", "Sparing api.gremlin.com"));
        if (bites()) {
            events.add(Map.of("after", 4.0, "text", "Proven: " + PROOFS.get(kind)));
        }
        events.add(Map.of("after", 5.5, "text", "Order 4711 is placed", "note", true));
        events.add(Map.of("after", length - 4, "text", "Reverting impact: " + attack()));
        events.add(Map.of("after", length - 3.4, "text", "Reverted " + attack() + "; nothing left behind"));
        events.add(Map.of("after", length, "text", message));
        return events;
    }
}
