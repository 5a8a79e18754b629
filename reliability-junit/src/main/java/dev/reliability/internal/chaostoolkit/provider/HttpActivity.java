package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.HttpCall;
import dev.reliability.internal.chaostoolkit.http.HttpCaller;
import dev.reliability.internal.chaostoolkit.http.Urls;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The http provider: one request, its status, headers and body. */
final class HttpActivity {
    private static final String JSON = "application/json";
    private static final double LONGEST_SECONDS = 1e9;

    private HttpActivity() {}

    static Map<String, @Nullable Object> run(
            Map<String, @Nullable Object> provider, RunScope scope, Cancellation cancellation)
            throws ActivityFailedException {
        HttpAnswer answer = new HttpCaller(cancellation).call(call(provider, scope));
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("status", (long) answer.status());
        output.put("headers", answer.headers());
        output.put("body", body(answer, scope));
        return output;
    }

    private static @Nullable Object body(HttpAnswer answer, RunScope scope) throws ActivityFailedException {
        // exactly this type: with a charset behind it the tool keeps the text
        if (!answer.header("Content-Type").orElse("").equals(JSON)) {
            return answer.text();
        }
        try {
            return PythonJson.loads(answer.utf8());
        } catch (IOException e) {
            if (scope.strict()) {
                throw new ActivityFailedException(
                        "the response says " + JSON + ", but its body is not JSON: " + e.getMessage(), e);
            }
            throw new PythonError("requests.exceptions.JSONDecodeError", e.getMessage());
        }
    }

    private static HttpCall call(Map<String, @Nullable Object> provider, RunScope scope) {
        Object url = scope.substitution().apply(provider.get("url"));
        if (!(url instanceof String address)) {
            throw new PythonError(
                    "requests.exceptions.MissingSchema", "Invalid URL '" + PythonText.str(url) + "': not a text");
        }
        String method = PythonText.str(provider.getOrDefault("method", "GET")).toUpperCase(Locale.ROOT);
        Map<String, String> headers = headers(scope.substitution().apply(provider.get("headers")));
        Object arguments = provider.get("arguments");
        if (PythonValues.truth(arguments)) {
            arguments = scope.arguments(arguments);
        }
        String body = null;
        if (method.equals("GET")) {
            address = Urls.withQuery(address, Urls.form(arguments));
        } else if (JSON.equals(headers.get("Content-Type"))) {
            body = arguments == null ? null : PythonJson.dumps(arguments);
        } else if (PythonValues.truth(arguments)) {
            body = Urls.form(arguments);
            boolean typed = headers.keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
            if (!(arguments instanceof String) && !typed) {
                headers.put("Content-Type", "application/x-www-form-urlencoded");
            }
        }
        Object timeout = scope.substitution().apply(provider.get("timeout"));
        List<?> both = timeout instanceof List<?> list ? list : null;
        if (both != null && both.size() != 2) {
            throw PythonError.valueError("Invalid timeout " + PythonText.repr(timeout)
                    + ". Pass a (connect, read) timeout tuple, or a single float to set both timeouts to the same"
                    + " value.");
        }
        Duration connect = duration(both == null ? timeout : both.get(0));
        Duration read = duration(both == null ? timeout : both.get(1));
        boolean limited = scope.strict() && !connect.isZero() && !read.isZero();
        Object verify = provider.getOrDefault("verify_tls", true);
        return new HttpCall(
                method,
                address,
                headers,
                body,
                connect,
                read,
                // as a test, a timeout is a promise to users, who do not count from byte to byte
                !limited ? Duration.ZERO : both == null ? read : connect.plus(read),
                PythonValues.truth(verify),
                verify instanceof String path ? Optional.of(path) : Optional.empty(),
                provider.get("max_retries") instanceof Number retries ? retries.intValue() : 0);
    }

    private static Map<String, String> headers(@Nullable Object given) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> header : map.entrySet()) {
                if (header.getValue() != null && !(header.getValue() instanceof String)) {
                    throw new PythonError(
                            "requests.exceptions.InvalidHeader",
                            "the value of the header " + header.getKey() + " is not a text, but "
                                    + PythonText.repr(header.getValue()));
                }
                if (header.getValue() instanceof String value) {
                    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                        throw new PythonError(
                                "requests.exceptions.InvalidHeader",
                                "the value of the header " + header.getKey() + " has a line break in it");
                    }
                    headers.put(String.valueOf(header.getKey()), value);
                }
            }
        }
        return headers;
    }

    private static Duration duration(@Nullable Object seconds) {
        if (seconds == null) {
            return Duration.ZERO;
        }
        if (!(seconds instanceof Number number) || !(number.doubleValue() > 0)) {
            throw PythonError.valueError("a timeout is a number of seconds above 0, got " + PythonText.repr(seconds));
        }
        return Duration.ofNanos((long) (Math.min(number.doubleValue(), LONGEST_SECONDS) * 1e9));
    }
}
