package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.HttpCall;
import dev.reliability.internal.chaostoolkit.http.HttpCaller;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.spi.FunctionFailedException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls of administration interfaces that speak JSON; their errors name the service and what it answered. */
final class JsonApi {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LONGEST = 300;

    private final String service;

    JsonApi(String service) {
        this.service = service;
    }

    HttpAnswer send(String method, String url, @Nullable Object body) {
        HttpCall call = HttpCall.of(method, url).within(LIMIT).header("Accept", "application/json");
        return send(
                body == null
                        ? call
                        : call.header("Content-Type", "application/json").body(PythonJson.dumps(body)));
    }

    HttpAnswer send(HttpCall call) {
        Cancellation cancellation = new Cancellation();
        Thread caller = Thread.currentThread();
        try {
            if (caller.isInterrupted()) {
                cancellation.cancel();
            }
            return new HttpCaller(cancellation).call(call);
        } catch (ActivityFailedException e) {
            throw new FunctionFailedException(service + " did not answer: " + e.getMessage(), e);
        } catch (PythonError e) {
            throw new FunctionFailedException(e.line(), e);
        }
    }

    @Nullable
    Object json(HttpAnswer answer, String what) {
        try {
            return PythonJson.loads(answer.utf8());
        } catch (IOException e) {
            throw new FunctionFailedException(
                    service + " answered " + what + " with broken JSON: " + e.getMessage(), e);
        }
    }

    FunctionFailedException unexpected(String what, HttpAnswer answer) {
        String text = answer.text();
        return new FunctionFailedException(service + " answered " + answer.status() + " to " + what + ": "
                + (text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text));
    }
}
