package dev.reliability.internal.http;

import dev.reliability.internal.dns.DnsException;
import dev.reliability.internal.time.Durations;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;

/** Says in a few words why a request was not answered. */
final class HttpFailures {

    private HttpFailures() {}

    static String timedOut(Duration timeout) {
        return "timeout after " + Durations.limit(timeout);
    }

    static String describe(Throwable e, Duration timeout) {
        if (e instanceof SocketTimeoutException
                || e instanceof ConnectTimeoutException
                || e instanceof TimeoutException) {
            return timedOut(timeout);
        }
        if (e instanceof DnsException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof UnknownHostException) {
            return "unknown host " + e.getMessage();
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        if (e instanceof ConnectionClosedException || e instanceof SocketException) {
            return "connection closed";
        }
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
