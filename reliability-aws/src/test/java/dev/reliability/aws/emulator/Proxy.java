package dev.reliability.aws.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in front of the emulator, tells which calls came, and answers some of them itself, as AWS documents it. */
public final class Proxy implements AutoCloseable {

    /** What a rule answers. */
    public record Answer(int status, String type, String body) {

        /** An error of a service that speaks the query protocol: EC2, RDS, STS, Auto Scaling. */
        public static Answer error(int status, String code, String message) {
            return new Answer(
                    status,
                    "text/xml",
                    "<Response><Errors><Error><Code>" + code + "</Code><Message>" + message
                            + "</Message></Error></Errors><Error><Code>" + code + "</Code><Message>" + message
                            + "</Message></Error><RequestID>proxy</RequestID></Response>");
        }

        /** An error of a service that speaks JSON: EventBridge Scheduler. */
        public static Answer json(int status, String code, String message) {
            return new Answer(
                    status, "application/json", "{\"Message\":\"" + message + "\",\"__type\":\"" + code + "\"}");
        }
    }

    private static final class Rule {
        private final String action;
        private final Answer answer;
        private int skip;
        private int times;

        private Rule(String action, Answer answer, int skip, int times) {
            this.action = action;
            this.answer = answer;
            this.skip = skip;
            this.times = times;
        }

        private synchronized boolean applies(String called) {
            if (!called.equals(action) || times == 0) {
                return false;
            }
            if (skip > 0) {
                skip--;
                return false;
            }
            times--;
            return true;
        }
    }

    /** What the name of a dry run begins with. */
    public static final String DRY = "try ";

    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z0-9]+)");
    private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");
    private static final Set<String> OURS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    private final URI behind;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Map<String, UnaryOperator<String>> rewrites = new ConcurrentHashMap<>();
    private final Map<String, Runnable> answered = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();

    /** Stands in front of another server. */
    public Proxy(URI behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Returns where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers an action itself, always. */
    public Proxy answer(String action, Answer answer) {
        return answer(action, answer, 0, Integer.MAX_VALUE);
    }

    /** Answers an action itself, after some calls, and for a number of calls. */
    public Proxy answer(String action, Answer answer, int after, int times) {
        rules.add(new Rule(action, answer, after, times));
        return this;
    }

    /** Changes what is answered to an action. */
    public Proxy rewrite(String action, String text, String replacement) {
        rewrites.put(action, answer -> answer.replace(text, replacement));
        return this;
    }

    /** Says from now on that what is signed with a key has expired. */
    public void expire(String key) {
        expired.add(key);
    }

    /** Returns the keys with which calls were signed. */
    public Set<String> keys() {
        return Set.copyOf(keys);
    }

    private boolean isExpired(HttpExchange exchange) {
        Matcher key = KEY.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (!key.find()) {
            return false;
        }
        keys.add(key.group(1));
        return expired.contains(key.group(1));
    }

    /** Forgets all rules. */
    public void passAll() {
        expired.clear();
        rules.clear();
        rewrites.clear();
    }

    /** Is told of each call after it was answered by what is behind. */
    public void onCall(Consumer<String> listener) {
        onCall((action, body) -> listener.accept(action));
    }

    /** Is told of each call, and of what it says, after it was answered by what is behind. */
    public void onCall(BiConsumer<String, String> listener) {
        listeners.add(listener);
    }

    /** Does something before it answers an action itself. */
    public void onAnswer(String action, Runnable work) {
        answered.put(action, work);
    }

    /** Returns the actions that were called, in their order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String text = new String(body, StandardCharsets.UTF_8);
            String action = action(exchange, text);
            calls.add(action);
            if (isExpired(exchange)) {
                send(
                        exchange,
                        action.endsWith("Schedule") || action.endsWith("Schedules")
                                ? Answer.json(403, "ExpiredTokenException", "The security token has expired")
                                : Answer.error(400, "ExpiredToken", "The security token has expired"));
                return;
            }
            for (Rule rule : rules) {
                if (rule.applies(action)) {
                    answered.getOrDefault(action, () -> {}).run();
                    send(exchange, rule.answer);
                    return;
                }
            }
            forward(exchange, body, rewrites.getOrDefault(action, UnaryOperator.identity()));
            listeners.forEach(listener -> listener.accept(action, text));
        }
    }

    private static String action(HttpExchange exchange, String body) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            return target.substring(target.lastIndexOf('.') + 1);
        }
        Matcher matcher = ACTION.matcher(body);
        if (matcher.find()) {
            return (body.contains("&DryRun=true") ? DRY : "") + matcher.group(1);
        }
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.startsWith("/schedules/")) {
            return switch (method) {
                case "POST" -> "CreateSchedule";
                case "GET" -> "GetSchedule";
                case "DELETE" -> "DeleteSchedule";
                default -> method;
            };
        }
        return path.equals("/schedules") ? "ListSchedules" : method + " " + path;
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        if (answer.type().contains("json")) {
            Matcher type = Pattern.compile("\"__type\":\"([A-Za-z]+)\"").matcher(answer.body());
            if (type.find()) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", type.group(1));
            }
        }
        exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
        if (text.length > 0) {
            exchange.getResponseBody().write(text);
        }
    }

    private void forward(HttpExchange exchange, byte[] body, UnaryOperator<String> rewrite) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        List<String> headers = new ArrayList<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> {
                    headers.add(name);
                    headers.add(value);
                });
            }
        });
        request.headers(headers.toArray(String[]::new));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                // a checksum would tell that the answer was rewritten
                if (!OURS.contains(name) && !name.startsWith(":") && !name.equals("x-amz-crc32")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] answer = rewrite.apply(new String(response.body(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
