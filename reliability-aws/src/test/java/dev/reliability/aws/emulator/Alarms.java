package dev.reliability.aws.emulator;

import static dev.reliability.aws.emulator.StandIn.element;

import dev.reliability.aws.emulator.StandIn.Answer;
import dev.reliability.aws.emulator.StandIn.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Alarms of CloudWatch with their history, as the service tells them: in pages, and now and then an item twice. Thread-safe. */
public final class Alarms {

    /** Its clock may differ from ours. */
    private final Duration ahead;

    private final Map<String, Entry> alarms = new LinkedHashMap<>();
    private int page = 100;

    private static final class Entry {
        private final Map<String, Object> settings = new LinkedHashMap<>();
        private final List<String> history = new ArrayList<>();
        private boolean composite;
        private String state = "OK";
        private String evaluation = "";
        private Instant updated = Instant.EPOCH;
        private Instant transitioned = Instant.EPOCH;
        private boolean tellsTransition = true;
    }

    /** Alarms on a stand-in. */
    public Alarms(StandIn standIn) {
        this(standIn, Duration.ZERO);
    }

    /** Alarms on a stand-in whose clock is ahead of ours. */
    public Alarms(StandIn standIn, Duration ahead) {
        this.ahead = ahead;
        standIn.on("DescribeAlarms", this::describe);
        standIn.on("DescribeAlarmHistory", this::history);
    }

    /** Adds an alarm of a metric with settings, in pairs of name and value. */
    public synchronized Alarms add(String name, Object... settings) {
        Entry entry = new Entry();
        entry.settings.put("EvaluationPeriods", 1);
        entry.settings.put("Period", 60);
        entry.settings.put("Namespace", "Bookstore");
        entry.settings.put("MetricName", "Healthy");
        entry.settings.put("Threshold", 1.0);
        entry.settings.put("ComparisonOperator", "LessThanThreshold");
        entry.settings.put("Statistic", "Minimum");
        for (int i = 0; i < settings.length; i += 2) {
            entry.settings.put(String.valueOf(settings[i]), settings[i + 1]);
        }
        alarms.put(name, entry);
        return this;
    }

    /** Adds an alarm that is made of others. */
    public synchronized Alarms addComposite(String name) {
        add(name);
        alarms.get(name).composite = true;
        return this;
    }

    /** Hides when the state changed, as old servers do. */
    public synchronized void hideTransition(String name) {
        alarms.get(name).tellsTransition = false;
    }

    /** Says that an alarm is not properly evaluated; that moves one of its times. */
    public synchronized void evaluation(String name, String state) {
        alarms.get(name).evaluation = state;
        alarms.get(name).updated = Instant.now().plus(ahead);
    }

    /** Lets an alarm go to a state, now. */
    public synchronized void set(String name, String state) {
        Entry entry = alarms.get(name);
        Instant now = Instant.now().plus(ahead);
        String data = "{\"version\":\"1.0\",\"oldState\":{\"stateValue\":\"" + entry.state
                + "\"},\"newState\":{\"stateValue\":\"" + state
                + "\",\"stateReason\":\"Threshold Crossed\",\"stateReasonData\":{\"version\":\"1.0\",\"queryDate\":\""
                + time(now.minusMillis(40)) + "\",\"startDate\":\"" + time(now.minusSeconds(60))
                + "\",\"period\":60,\"recentDatapoints\":[0.0],\"threshold\":1.0}}}";
        String item = "<member>" + element("AlarmName", name) + element("Timestamp", now)
                + element("HistoryItemType", "StateUpdate")
                + element("HistoryData", data.replace("\"", "&quot;"))
                + "</member>";
        entry.history.add(item);
        entry.history.add(item);
        entry.state = state;
        entry.updated = now;
        entry.transitioned = now;
    }

    /** Returns a setting of an alarm, or what holds where it has none. */
    synchronized String setting(String name, String setting, Object otherwise) {
        return String.valueOf(alarms.get(name).settings.getOrDefault(setting, otherwise));
    }

    /** Changes a setting of an alarm. */
    public synchronized void change(String name, String setting, Object value) {
        alarms.get(name).settings.put(setting, value);
    }

    /** Returns the state of an alarm. */
    public synchronized String state(String name) {
        return alarms.get(name).state;
    }

    /** Tells history in pages of so many items. */
    public synchronized void pages(int items) {
        page = items;
    }

    private static String time(Instant at) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx").format(at.atOffset(ZoneOffset.UTC));
    }

    private synchronized Answer describe(Call call) {
        List<String> names = call.list("AlarmNames");
        boolean composites = call.list("AlarmTypes").contains("CompositeAlarm");
        return Answer.of(
                "DescribeAlarms",
                "<MetricAlarms>" + told(names, false) + "</MetricAlarms><CompositeAlarms>"
                        + (composites ? told(names, true) : "") + "</CompositeAlarms>");
    }

    private String told(List<String> names, boolean composite) {
        return names.stream()
                .filter(name -> alarms.containsKey(name) && alarms.get(name).composite == composite)
                .map(name -> member(name, alarms.get(name)))
                .collect(Collectors.joining());
    }

    private static String member(String name, Entry entry) {
        return "<member>" + element("AlarmName", name)
                + entry.settings.entrySet().stream()
                        .map(setting -> element(setting.getKey(), setting.getValue()))
                        .collect(Collectors.joining())
                + element("StateValue", entry.state) + element("StateReason", "Threshold Crossed")
                + element("EvaluationState", entry.evaluation) + element("StateUpdatedTimestamp", entry.updated)
                + (entry.tellsTransition ? element("StateTransitionedTimestamp", entry.transitioned) : "")
                + "</member>";
    }

    private synchronized Answer history(Call call) {
        List<String> all = alarms.get(call.get("AlarmName")).history;
        int from = call.get("NextToken").isEmpty() ? 0 : Integer.parseInt(call.get("NextToken"));
        int to = Math.min(all.size(), from + page);
        return Answer.of(
                "DescribeAlarmHistory",
                "<AlarmHistoryItems>" + String.join("", all.subList(from, to)) + "</AlarmHistoryItems>"
                        + (to < all.size() ? element("NextToken", to) : ""));
    }
}
