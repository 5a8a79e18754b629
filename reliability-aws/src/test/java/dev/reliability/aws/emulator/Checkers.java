package dev.reliability.aws.emulator;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sixteen checkers of Route 53 for each health check, of whom some see their endpoint failing: what the emulator does not tell. */
public final class Checkers {

    /** How many look at an endpoint. */
    public static final int ALL = 16;

    private static final String STATUS = "GET /2013-04-01/healthcheck/*/status";
    private static final String REASON = "GET /2013-04-01/healthcheck/*/lastfailurereason";

    private final Map<String, IntSupplier> failing = new ConcurrentHashMap<>();

    /** Checkers on a stand-in; endpoints of which nothing was said are healthy. */
    public Checkers(StandIn standIn) {
        standIn.on(STATUS, call -> observations("GetHealthCheckStatus", call, false));
        standIn.on(REASON, call -> observations("GetHealthCheckLastFailureReason", call, true));
    }

    /** Says for how many checkers the endpoint of a health check fails. */
    public void put(String check, int number) {
        put(check, () -> number);
    }

    /** Asks, each time, for how many checkers the endpoint of a health check fails. */
    public void put(String check, IntSupplier number) {
        failing.put(check, number);
    }

    private StandIn.Answer observations(String action, StandIn.Call call, boolean onlyFailures) {
        int bad = failing.getOrDefault(StandIn.step(call, 2), () -> 0).getAsInt();
        return new StandIn.Answer(
                200,
                "<" + action + "Response><HealthCheckObservations>"
                        + IntStream.range(onlyFailures ? ALL - bad : 0, ALL)
                                .mapToObj(i -> "<HealthCheckObservation><Region>us-east-1</Region><IPAddress>192.0.2."
                                        + i + "</IPAddress><StatusReport><Status>"
                                        + (i < ALL - bad
                                                ? "Success: HTTP Status Code 200, OK"
                                                : "Failure: The health checker could not establish a connection")
                                        + "</Status><CheckedTime>" + Instant.now()
                                        + "</CheckedTime></StatusReport></HealthCheckObservation>")
                                .collect(Collectors.joining())
                        + "</HealthCheckObservations></" + action + "Response>");
    }
}
