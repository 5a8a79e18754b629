package dev.reliability.aws.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reliability.spi.PlanContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers calls that the emulator lacks, in the form that AWS documents, and hands all others on to the emulator, if there is one.
 */
public final class StandIn implements AutoCloseable {

    /**
     * A call.
     *
     * @param action name of the action, or method and path where it has none
     * @param parameters what it says
     */
    public record Call(String action, Map<String, String> parameters) {

        /** Returns a parameter, empty if it is absent. */
        public String get(String name) {
            return parameters.getOrDefault(name, "");
        }

        /** Returns the members of a list, in their order. */
        public List<String> list(String name) {
            return parameters.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(name + ".member."))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** An answer. */
    public record Answer(int status, String body) {

        /** A success of a service that speaks the query protocol. */
        public static Answer of(String action, String result) {
            return new Answer(
                    200,
                    "<" + action + "Response><" + action + "Result>" + result + "</" + action
                            + "Result><ResponseMetadata><RequestId>stand-in</RequestId></ResponseMetadata></" + action
                            + "Response>");
        }

        /** An error of such a service. */
        public static Answer error(int status, String code, String message) {
            return new Answer(
                    status,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                            + "</Message></Error><RequestId>stand-in</RequestId></ErrorResponse>");
        }
    }

    private record Values(Map<String, String> values) implements PlanContext {

        @Override
        public Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name));
        }

        @Override
        public String fill(String text) {
            return text;
        }
    }

    private static final Set<String> OURS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

    static {
        // what stands in takes for anybody
        System.setProperty("aws.accessKeyId", "testing");
        System.setProperty("aws.secretAccessKey", "testing");
        System.setProperty("aws.disableEc2Metadata", "true");
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stand-in");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Function<Call, Answer>> answers = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Optional<URI> behind;
    private final HttpServer server;

    /** Answers alone. */
    public static StandIn alone() {
        return new StandIn(Optional.empty());
    }

    /** Stands beside the emulator. */
    public static StandIn besideMoto() {
        return new StandIn(Optional.of(Moto.url()));
    }

    private StandIn(Optional<URI> behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
        on(
                "GetCallerIdentity",
                call -> Answer.of(
                        "GetCallerIdentity",
                        "<Arn>arn:aws:iam::" + Moto.ACCOUNT + ":user/tester</Arn><UserId>U</UserId><Account>"
                                + Moto.ACCOUNT + "</Account>"));
    }

    /** Answers an action from now on. A path may hold {@code *} for one step. */
    public StandIn on(String action, Function<Call, Answer> answer) {
        answers.put(action, answer);
        return this;
    }

    /** Leaves an action to the emulator again. */
    public void leave(String action) {
        answers.remove(action);
    }

    /** Returns where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns the calls of an action so far. */
    public List<Call> calls(String action) {
        return calls.stream().filter(call -> call.action().equals(action)).toList();
    }

    /** Returns the actions that were called. */
    public List<String> actions() {
        return calls.stream().map(Call::action).toList();
    }

    /** Returns what a plan needs to know in order to come here. */
    public PlanContext context(String region) {
        return new Values(Map.of("AWS_ENDPOINT_URL", url(), "AWS_REGION", region));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Call call = call(exchange, new String(body, StandardCharsets.UTF_8));
            calls.add(call);
            Optional<Function<Call, Answer>> known = answers.entrySet().stream()
                    .filter(entry -> matches(entry.getKey(), call.action()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (known.isPresent()) {
                Answer answer = known.get().apply(call);
                byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/xml");
                exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
                exchange.getResponseBody().write(text);
            } else {
                forward(exchange, body);
            }
        }
    }

    private static boolean matches(String pattern, String action) {
        return action.matches(Pattern.quote(pattern).replace("*", "\\E[^/]+\\Q"));
    }

    private static Call call(HttpExchange exchange, String body) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String action = target != null
                ? target.substring(target.lastIndexOf('.') + 1)
                : parameters.getOrDefault(
                        "Action",
                        exchange.getRequestMethod() + " "
                                + exchange.getRequestURI().getPath());
        return new Call(action, parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        if (behind.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.get().resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (!OURS.contains(name) && !name.startsWith(":")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes an element, without its text if that is empty. */
    public static String element(String name, Object text) {
        return String.valueOf(text).isEmpty() ? "" : "<" + name + ">" + text + "</" + name + ">";
    }

    /** Finds the id in a path. */
    public static String step(Call call, int number) {
        Matcher steps = Pattern.compile("/([^/]+)").matcher(call.action());
        String found = "";
        for (int i = 0; i <= number && steps.find(); i++) {
            found = steps.group(1);
        }
        return found;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
