package dev.reliability.internal.chaostoolkit.http;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.time.Threads;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** Makes requests; what goes wrong is an {@link ActivityFailedException} with the words of the original. */
public final class HttpCaller {
    private static final int MOST_REDIRECTS = 30;
    static final int LARGEST_BODY = 64 << 20;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");
    private static final Pattern USER = Pattern.compile("(?s)([A-Za-z]+://)([^/?#@]*)@(.*)");
    private static final Set<String> INFLATED = Set.of("gzip", "x-gzip", "deflate");
    private static final Pattern CONNECTING = Pattern.compile("^Connect to .* failed: ");
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "cookie");
    private final Cancellation cancellation;

    public HttpCaller(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /**
     * Makes the request, follows its redirects, and reads the whole response.
     *
     * @throws ActivityFailedException when no complete response came in time
     * @throws PythonError when there is no such address, or too many redirects
     */
    public HttpAnswer call(HttpCall call) throws ActivityFailedException {
        long end = call.total().isZero()
                ? Long.MAX_VALUE
                : System.nanoTime() + call.total().toNanos();
        HttpCall next = withoutUser(call);
        CookieStore cookies = new BasicCookieStore();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpAnswer answer = repeated(next, cookies, end);
            String location = answer.header("Location").orElse("");
            if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
                return answer;
            }
            next = Redirect.follow(next, answer.status(), location);
        }
        throw new PythonError("requests.exceptions.TooManyRedirects", "Exceeded " + MOST_REDIRECTS + " redirects.");
    }

    /** A user and password in the address are sent as a header: they belong into no message. */
    private static HttpCall withoutUser(HttpCall call) {
        Matcher user = USER.matcher(call.url());
        if (!user.matches()) {
            return call;
        }
        HttpCall plain = new HttpCall(
                call.method(),
                user.group(1) + user.group(3),
                call.headers(),
                call.body(),
                call.connect(),
                call.read(),
                call.total(),
                call.verify(),
                call.authorities(),
                call.retries());
        if (call.headers().keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
            return plain;
        }
        String both = URLDecoder.decode(user.group(2).replace("+", "%2B"), StandardCharsets.UTF_8);
        return plain.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpAnswer repeated(HttpCall call, CookieStore cookies, long end) throws ActivityFailedException {
        int attempts = 0;
        while (true) {
            try {
                return once(call, cookies, end);
            } catch (IOException e) {
                boolean again = attempts++ < call.retries()
                        && !cancellation.isCancelled()
                        && System.nanoTime() < end
                        && (!(e instanceof SocketTimeoutException) || REPEATABLE.contains(call.method()));
                if (!again) {
                    throw failure(call, e);
                }
            }
        }
    }

    private HttpAnswer once(HttpCall call, CookieStore cookies, long end) throws IOException, ActivityFailedException {
        HttpUriRequestBase request = request(call);
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = end == Long.MAX_VALUE
                ? null
                : Threads.timer()
                        .schedule(
                                () -> {
                                    late.set(true);
                                    request.cancel();
                                },
                                end - System.nanoTime(),
                                TimeUnit.NANOSECONDS);
        Cancellation.Registration registration = cancellation.onCancel(request::cancel);
        try {
            HttpClientContext context = HttpClientContext.create();
            context.setCookieStore(cookies);
            context.setAttribute(HttpConnections.CALL, call);
            return HttpConnections.client(call).execute(request, context, HttpCaller::answer);
        } catch (IOException e) {
            if (cancellation.isCancelled()) {
                throw new ActivityFailedException("cancelled", e);
            }
            if (late.get()) {
                throw tookLonger(call.total(), e);
            }
            throw e;
        } finally {
            registration.close();
            if (deadline != null) {
                deadline.cancel(false);
            }
        }
    }

    private static ActivityFailedException tookLonger(Duration limit, IOException e) {
        return new ActivityFailedException("the request took longer than " + seconds(limit) + " s", e);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%s", duration.toMillis() / 1000.0).replaceFirst("\\.0$", "");
    }

    private static HttpUriRequestBase request(HttpCall call) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), Urls.connectable(call.url()));
        call.withDefaults().forEach((name, value) -> {
            if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
            }
        });
        if (call.body() != null) {
            Header type = request.getFirstHeader("Content-Type");
            request.setEntity(new ByteArrayEntity(
                    call.body().getBytes(StandardCharsets.UTF_8),
                    type == null ? null : ContentType.parseLenient(type.getValue())));
        }
        if (!call.read().isZero()) {
            request.setConfig(RequestConfig.custom()
                    .setResponseTimeout(Timeout.of(call.read()))
                    .build());
        }
        return request;
    }

    private static HttpAnswer answer(ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            String name = headers.keySet().stream()
                    .filter(header.getName()::equalsIgnoreCase)
                    .findFirst()
                    .orElse(header.getName());
            headers.merge(name, String.valueOf(header.getValue()), (a, b) -> a + ", " + b);
        }
        HttpEntity entity = response.getEntity();
        byte[] body;
        try {
            body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity, LARGEST_BODY);
        } catch (ConnectionClosedException | MalformedChunkCodingException e) {
            throw new BrokenBodyException("its body ended early: " + e.getMessage(), e);
        }
        HttpAnswer answer = new HttpAnswer(response.getCode(), headers, body == null ? new byte[0] : body);
        String encoding = answer.header("Content-Encoding").orElse("").toLowerCase(Locale.ROOT);
        return answer.body().length > 0 && INFLATED.contains(encoding)
                ? new HttpAnswer(answer.status(), headers, Inflation.of(answer.body(), encoding))
                : answer;
    }

    private static ActivityFailedException failure(HttpCall call, IOException e) {
        if (e instanceof BrokenBodyException) {
            throw new PythonError(
                    "requests.exceptions.ChunkedEncodingError",
                    "the response of " + call.url() + " is broken, " + e.getMessage());
        }
        if (e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException)) {
            // only a test has a limit for the whole; the tool's own words are those of its journal
            return call.total().isZero()
                    ? new ActivityFailedException("activity took too long to complete", e)
                    : tookLonger(call.read(), e);
        }
        if (e instanceof ConnectionClosedException) {
            return new ActivityFailedException("the response of " + call.url() + " ended early: " + e.getMessage(), e);
        }
        return new ActivityFailedException("failed to connect to " + call.url() + ": " + words(e), e);
    }

    /** Without the names of classes, and without the address once more. */
    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : CONNECTING.matcher(message).replaceFirst("");
    }
}
