package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one activity, as the journal tells it: to the tool an activity that was cut off has no status. */
final class Entry {
    private final Activity activity;
    private final Instant start;
    private final long begin = System.nanoTime();
    private final boolean strict;
    private @Nullable String status;
    private @Nullable Object output;
    private List<String> exception = List.of();
    private @Nullable Instant end;
    private double seconds;
    private @Nullable Boolean toleranceMet;
    private @Nullable Map<String, @Nullable Object> told;

    /**
     * Begins.
     *
     * @param strict whether what was cut off says so, where the tool says nothing
     */
    Entry(Activity activity, boolean strict) {
        this.activity = activity;
        this.strict = strict;
        this.start = Instant.now();
    }

    Activity activity() {
        return activity;
    }

    synchronized void ended(ActivityResult result) {
        switch (result.status()) {
            case SUCCEEDED -> {
                status = "succeeded";
                output = result.output();
            }
            case FAILED -> {
                status = "failed";
                exception = result.exception();
            }
            case ABORTED -> {}
        }
        over();
    }

    synchronized void leftOut() {
        status = "succeeded";
        over();
    }

    private void over() {
        long nanos = System.nanoTime() - begin;
        end = start.plusNanos(nanos);
        told = null;
        seconds = Math.round(nanos / 1e3) / 1e6;
    }

    synchronized void toleranceMet(boolean met) {
        toleranceMet = met;
        told = null;
    }

    synchronized boolean succeeded() {
        return "succeeded".equals(status);
    }

    /** The entry as the journal has it; made once, since a long journal is written many times. */
    synchronized Map<String, @Nullable Object> map(Masking masking) {
        Map<String, @Nullable Object> map = told;
        if (map == null) {
            map = made(masking);
            told = map;
        }
        return map;
    }

    private Map<String, @Nullable Object> made(Masking masking) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("activity", masking.value(activity.definition()));
        map.put("output", Storable.of(masking.value(output)));
        map.put("start", time(start));
        if (status != null) {
            map.put("status", status);
        } else if (strict) {
            map.put("status", end == null ? "running" : "aborted");
        }
        if (!exception.isEmpty()) {
            map.put("exception", masking.value(exception));
        }
        if (end != null) {
            map.put("end", time(end));
            map.put("duration", seconds);
        }
        if (toleranceMet != null) {
            map.put("tolerance_met", toleranceMet);
        }
        return map;
    }

    /** A moment as the tool writes it. */
    static String time(Instant instant) {
        StringBuilder text = new StringBuilder(32);
        text.append(LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC));
        if (text.length() == 16) {
            text.append(":00");
        }
        int micros = 1_000_000 + instant.getNano() / 1_000;
        return text.append('.').append(micros).deleteCharAt(20).append("+00:00").toString();
    }
}
