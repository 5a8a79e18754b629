package dev.reliability.internal.report;

import static dev.reliability.internal.report.Fields.instant;
import static dev.reliability.internal.report.Fields.list;
import static dev.reliability.internal.report.Fields.named;
import static dev.reliability.internal.report.Fields.names;
import static dev.reliability.internal.report.Fields.number;
import static dev.reliability.internal.report.Fields.some;
import static dev.reliability.internal.report.Fields.text;
import static dev.reliability.internal.report.Fields.texts;
import static dev.reliability.internal.report.Fields.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.internal.report.ReportedExperiment.Alarm;
import dev.reliability.internal.report.ReportedExperiment.Fault;
import dev.reliability.internal.report.ReportedExperiment.Move;
import dev.reliability.internal.report.ReportedExperiment.State;
import dev.reliability.internal.report.ReportedExperiment.Step;
import dev.reliability.internal.report.ReportedExperiment.TestPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one journal, of this version, an earlier or a later one, whole or not. */
final class JournalReader {

    /** The version of what is under {@code reliability} that is known here. */
    private static final int FORMAT = 1;

    private static final Set<String> VERDICTS = Set.of("PASSED", "FAILED", "INCONCLUSIVE", "ABORTED", "ERROR");
    private static final Pattern TEST = Pattern.compile("([^/]+)/(.+?)(\\[\\d+])?");
    private static final Pattern ATTEMPT = Pattern.compile("journal\\.(\\d+)\\.json");

    private final Path file;
    private final ObjectNode journal;
    private final JsonNode ours;
    private final JsonNode asked;
    private final JsonNode timeline;
    private final Optional<Instant> started;
    private final OptionalDouble bite;
    private final List<String> problems = new ArrayList<>();

    private JournalReader(Path file, LenientJson.Result read) {
        this.file = file;
        this.journal = read.value();
        this.ours = journal.path("reliability");
        this.asked = ours.path("asked");
        this.timeline = ours.path("timeline");
        this.started = instant(journal, "start");
        this.bite = number(timeline, "bite");
        read.problem()
                .ifPresent(why -> problems.add("The journal is damaged: " + why + ". What was readable is shown."));
    }

    /** Reads a file; what cannot be read becomes a problem of the experiment, never an exception. */
    static ReportedExperiment read(Path file) {
        LenientJson.Result content;
        try {
            content = LenientJson.read(Files.readAllBytes(file));
        } catch (IOException e) {
            content = new LenientJson.Result(
                    com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode(),
                    Optional.of(e.toString()));
        }
        return new JournalReader(file, content).experiment();
    }

    private ReportedExperiment experiment() {
        Optional<TestPlace> place = place();
        String title = some(journal.path("experiment"), "title").orElse("untitled");
        lookAtFormat();
        String verdict = verdict();
        return new ReportedExperiment(
                file,
                place.map(test -> test.className() + "." + test.method() + invocation())
                                .orElse(title)
                        + attempt(),
                place,
                title,
                verdict,
                some(ours, "message").orElse(verdict + ": the journal says no more."),
                texts(ours.path("findings")),
                started,
                bite,
                number(timeline, "body-ended"),
                number(journal, "duration").orElse(number(timeline, "now", 0)),
                faults(),
                names(ours.path("steady-states"), asked.path("steady-states")).stream()
                        .map(this::state)
                        .toList(),
                names(asked.path("failovers"), ours.path("failovers")).stream()
                        .map(this::move)
                        .toList(),
                names(asked.path("alarms"), ours.path("alarms")).stream()
                        .map(this::alarm)
                        .toList(),
                list(ours.path("series"), SeriesReader::read),
                list(ours.path("events"), SeriesReader::event),
                list(ours.path("calls"), SeriesReader::call),
                (long) number(ours, "calls-left-out", 0),
                some(asked, "runbook"),
                Fields.lists(asked.path("targets"), asked.path("dependencies")),
                settings(),
                problems);
    }

    private void lookAtFormat() {
        if (!problems.isEmpty()) {
            return;
        }
        if (ours.isMissingNode()) {
            problems.add("The journal holds no measurements of this library.");
        } else if (number(ours, "format").isEmpty()) {
            problems.add("The journal was written by an earlier version: it holds no samples and no limits.");
        } else if (number(ours, "format", 0) > FORMAT) {
            problems.add("The journal was written by a later version: what is known here is shown, the rest is not.");
        }
    }

    private String verdict() {
        String verdict = text(ours, "verdict");
        if (VERDICTS.contains(verdict)) {
            return verdict;
        }
        problems.add(
                verdict.isEmpty()
                        ? "The run has no verdict: it goes on, or its JVM was ended in the middle of it."
                        : "The journal names a verdict that there is none of: " + verdict);
        return ReportedExperiment.UNFINISHED;
    }

    private Optional<TestPlace> place() {
        Matcher test = TEST.matcher(text(asked, "journal"));
        return test.matches()
                ? Optional.of(
                        new TestPlace(test.group(1), test.group(2), text(asked, "directory"), text(asked, "profile")))
                : Optional.empty();
    }

    private String invocation() {
        Matcher test = TEST.matcher(text(asked, "journal"));
        String number = test.matches() && test.group(3) != null ? test.group(3) : "";
        return number.equals("[1]") ? "" : number;
    }

    private String attempt() {
        Matcher earlier = ATTEMPT.matcher(file.getFileName().toString());
        return earlier.matches() ? " (attempt " + earlier.group(1) + ", run again since)" : "";
    }

    private List<Fault> faults() {
        return names(timeline.path("faults"), ours.path("faults")).stream()
                .map(this::fault)
                .toList();
    }

    private Fault fault(String name) {
        JsonNode when = named(timeline.path("faults"), name);
        JsonNode result = named(ours.path("faults"), name);
        JsonNode plan = named(asked.path("faults"), name);
        OptionalDouble injected = first(number(when, "injected"), number(result, "injected-after"));
        return new Fault(
                name,
                text(plan, "kind"),
                text(plan, "target"),
                some(when, "description").orElse(text(result, "description")),
                Stream.of("hosts", "addresses", "ports")
                        .flatMap(sort -> texts(plan.path(sort)).stream())
                        .toList(),
                injected,
                first(number(when, "bitten"), sum(injected, number(result, "bitten-after"))),
                number(when, "revert-began"),
                first(number(when, "reverted"), sum(injected, number(result, "lasted"))),
                text(result, "bite"),
                texts(result.path("residue")),
                values(result.path("measurements")),
                said(result.path("testimony").path("accounts")),
                texts(result.path("testimony").path("gaps")));
    }

    private static Map<String, String> said(JsonNode accounts) {
        Map<String, String> bySource = new LinkedHashMap<>();
        for (JsonNode account : accounts) {
            int leftOut = (int) number(account, "left-out", 0);
            bySource.merge(
                    text(account, "source"),
                    (leftOut > 0 ? "(" + leftOut + " earlier lines are left out)\n" : "")
                            + String.join("\n", texts(account.path("lines"))),
                    (earlier, later) -> earlier + "\n" + later);
        }
        return bySource;
    }

    private State state(String name) {
        JsonNode result = named(ours.path("steady-states"), name);
        JsonNode plan = named(asked.path("steady-states"), name);
        Map<String, Double> latency = new LinkedHashMap<>();
        for (String percentile : List.of("p50", "p95", "p99", "max")) {
            number(result.path("latency-ms"), percentile).ifPresent(millis -> latency.put(percentile, millis));
        }
        return new State(
                name,
                (int) number(result, "samples", -1),
                (int) number(result, "failed", -1),
                number(result, "longest-outage", -1),
                number(result, "outage-began"),
                number(result, "recovered-after"),
                number(result, "recovered-after-pooled"),
                latency,
                number(plan, "outage", -1),
                number(plan, "tolerate", -1),
                number(plan, "recover-within", -1),
                number(plan, "timeout", -1));
    }

    private Move move(String name) {
        JsonNode result = named(ours.path("failovers"), name);
        JsonNode plan = named(asked.path("failovers"), name);
        JsonNode details = result.path("details");
        return new Move(
                name,
                text(plan, "from"),
                text(plan, "to"),
                number(result, "last-old"),
                number(result, "first-new"),
                number(result, "back-first-old"),
                number(plan, "within"),
                first(number(plan, "floor"), number(details, "floor")),
                some(plan, "floor-why").orElse(text(details, "floor-why")),
                steps(details));
    }

    private Alarm alarm(String name) {
        JsonNode result = named(ours.path("alarms"), name);
        JsonNode plan = named(asked.path("alarms"), name);
        return new Alarm(
                name,
                number(result, "fired-after"),
                number(result, "error", 0),
                number(plan, "within"),
                number(plan, "floor"),
                text(result, "last-state"),
                steps(result.path("details")));
    }

    /** Steps are told by the clock of the wall, everything else from the bite on. */
    private List<Step> steps(JsonNode details) {
        return list(details.path("steps"), step -> instant(step, "at")
                        .flatMap(at ->
                                started.map(from -> Duration.between(from, at).toMillis() / 1000.0))
                        .map(at -> new Step(
                                text(step, "phase"),
                                at - bite.orElse(0),
                                number(step, "error", 0),
                                text(step, "what"))))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        some(asked, "profile").ifPresent(profile -> settings.put("profile", profile));
        some(journal, "node").ifPresent(node -> settings.put("machine", node));
        some(journal, "platform").ifPresent(platform -> settings.put("platform", platform));
        number(asked, "baseline").ifPresent(s -> settings.put("baseline", Words.seconds(s)));
        number(asked, "deadline").ifPresent(s -> settings.put("deadline", Words.seconds(s)));
        list(asked.path("stops"), JsonNode::asText)
                .forEach(stop -> settings.merge("stops when", stop, (a, b) -> a + ", " + b));
        list(asked.path("faults"), fault -> fault)
                .forEach(fault -> settings.put("target " + text(fault, "target"), text(fault, "address")));
        return settings;
    }

    private static OptionalDouble first(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() ? one : other;
    }

    private static OptionalDouble sum(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() + other.getAsDouble())
                : OptionalDouble.empty();
    }
}
