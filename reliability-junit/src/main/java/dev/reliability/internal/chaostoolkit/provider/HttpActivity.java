package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The http provider: one request, its status, headers and body. */
final class HttpActivity {
    private static final String JSON = "application/json";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]*");
    private static final Pattern HEADER_NAME = Pattern.compile("[\\x21-\\x7e&&[^:]][\\x00-\\x7f&&[^:\\r\\n]]*");
    private static final Pattern HEADER_VALUE = Pattern.compile("|[\\x00-\\xff&&\\S][\\x00-\\xff&&[^\\r\\n]]*");
    private static final double LONGEST_SECONDS = 9e9;

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
        String method = method(provider.getOrDefault("method", "GET"));
        Map<String, @Nullable String> headers = headers(scope.substitution().apply(provider.get("headers")));
        Object arguments = provider.get("arguments");
        if (PythonValues.truth(arguments)) {
            arguments = scope.arguments(arguments);
        }
        String body = null;
        if (method.equals("GET")) {
            address = Urls.withQuery(address, query(arguments));
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

    /** A number alone is taken for a text in an address, and in no body. */
    private static String query(@Nullable Object arguments) {
        return PythonValues.isNumber(arguments) && PythonValues.truth(arguments)
                ? PythonText.str(arguments)
                : Urls.form(arguments);
    }

    private static String method(@Nullable Object written) {
        if (!(written instanceof String method)) {
            throw PythonError.noAttribute(written, "upper");
        }
        if (!TOKEN.matcher(method).matches()) {
            throw PythonError.valueError("a method is one word, got " + PythonText.repr(method));
        }
        return method.toUpperCase(Locale.ROOT);
    }

    private static Map<String, @Nullable String> headers(@Nullable Object given) {
        Map<String, @Nullable String> headers = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String name = String.valueOf(key);
                String wrong = value == null ? "" : wrong(name, value);
                if (!wrong.isEmpty()) {
                    throw new PythonError("requests.exceptions.InvalidHeader", wrong);
                }
                headers.put(name, value == null ? null : (String) value);
            });
        }
        return headers;
    }

    private static String wrong(String name, Object value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            return "a header cannot have the name " + PythonText.repr(name);
        }
        if (!(value instanceof String text)) {
            return "the value of the header " + name + " is not a text, but " + PythonText.repr(value);
        }
        if (!HEADER_VALUE.matcher(text).matches()) {
            return "the value of the header " + name
                    + " begins with a space, or has a line break or a character in it that is not Latin-1";
        }
        return "";
    }

    private static Duration duration(@Nullable Object seconds) {
        if (seconds == null) {
            return Duration.ZERO;
        }
        if (!(seconds instanceof Number number)
                || !(number.doubleValue() > 0)
                || number.doubleValue() > LONGEST_SECONDS) {
            throw PythonError.valueError(
                    "a timeout is a number of seconds above 0 and below 9e9, got " + PythonText.repr(seconds));
        }
        return Duration.ofNanos((long) (number.doubleValue() * 1e9));
    }
}
