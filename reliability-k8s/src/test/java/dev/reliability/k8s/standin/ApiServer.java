package dev.reliability.k8s.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers requests from the store, by the rules of a real server. */
final class ApiServer extends Dispatcher {

    /** Who is known by which token. Everybody else is refused. */
    final Map<String, String> users = new ConcurrentHashMap<>();

    /** Rights that are taken away: {@code delete pods}, {@code create pods/eviction}. */
    final List<String> forbidden = new CopyOnWriteArrayList<>();

    /** Answers that come in the place of the usual ones, the first that is not empty. */
    final List<Function<Call, Optional<MockResponse>>> mishaps = new CopyOnWriteArrayList<>();

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final List<Watch> watches = new CopyOnWriteArrayList<>();

    private final Store store;
    private final Kubelet kubelet;
    private final Deletion deletion;
    private final Evictions evictions;

    ApiServer(Store store, Kubelet kubelet) {
        this.store = store;
        this.kubelet = kubelet;
        this.deletion = new Deletion(store);
        this.evictions = new Evictions(store, deletion);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        try {
            String path = request.getPath();
            if (path.startsWith("/version")) {
                return answer(
                        200, Patches.JSON.readTree("{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.2\"}"));
            }
            String user = user(request);
            boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
            if (path.contains("selfsubjectaccessreviews")) {
                return answer(201, review(Patches.JSON.readTree(request.getUtf8Body())));
            }
            Call call = Call.of(request.getMethod(), path, request.getUtf8Body(), user, upgrade);
            calls.add(call);
            for (Function<Call, Optional<MockResponse>> mishap : mishaps) {
                Optional<MockResponse> instead = mishap.apply(call);
                if (instead.isPresent()) {
                    return instead.get();
                }
            }
            if (forbidden.contains(call.right())) {
                throw Refusal.forbidden(call);
            }
            return serve(
                    call, Optional.ofNullable(request.getHeader("Content-Type")).orElse(""));
        } catch (Refusal refusal) {
            return answer(refusal.code(), refusal.status());
        } catch (JsonProcessingException e) {
            return answer(
                    400, Refusal.of(400, "BadRequest", e.getOriginalMessage()).status());
        }
    }

    private String user(RecordedRequest request) {
        String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        String user = users.get(header.replaceFirst("^Bearer ", ""));
        if (user == null) {
            throw Refusal.of(401, "Unauthorized", "Unauthorized");
        }
        return user;
    }

    private MockResponse serve(Call call, String contentType) throws JsonProcessingException {
        Kind kind = call.kind();
        JsonNode body = contentType.contains("patch") || call.body().isEmpty()
                ? Patches.JSON.createObjectNode()
                : Patches.JSON.readTree(call.body());
        if (call.flag("watch") && !call.upgrade()) {
            return watched(call);
        }
        if (call.flag("watch")) {
            Watch watch = new Watch(store, call, selector(call));
            watches.add(watch);
            return new MockResponse().withWebSocketUpgrade(watch);
        }
        return switch (call.subresource()) {
            case "exec", "attach" -> kubelet.containers.connect(call);
            case "log" -> text(kubelet.log(call));
            case "eviction" -> answer(201, evictions.evict(call.namespace(), call.name(), body));
            case "scale" -> answer(200, scale(call, contentType, body));
            case "ephemeralcontainers" -> answer(200, ephemeral(call, contentType, body));
            case "", "status" ->
                answer(
                        call.method().equals("POST") ? 201 : 200,
                        switch (call.method()) {
                            case "GET" ->
                                call.name().isEmpty() ? list(call) : store.get(kind, call.namespace(), call.name());
                            case "POST" -> create(call, (ObjectNode) body);
                            case "PUT" ->
                                store.change(kind, call.namespace(), call.name(), before -> (ObjectNode) body);
                            case "PATCH" -> patch(call, contentType);
                            case "DELETE" -> delete(call, body);
                            default ->
                                throw Refusal.of(
                                        405,
                                        "MethodNotAllowed",
                                        "the server does not allow this method on the requested resource");
                        });
            default -> throw Refusal.of(404, "NotFound", "the server could not find the requested resource");
        };
    }

    private JsonNode create(Call call, ObjectNode body) {
        if (call.kind() == Kind.NETWORK_POLICY) {
            NetworkPlugin.admit(Deletion.name(body), body.path("spec"));
        }
        return store.create(call.kind(), call.namespace(), body);
    }

    /** A watch without a web socket, whose time is over at once: what there is now, or nothing new. */
    private MockResponse watched(Call call) {
        String since = call.parameter("resourceVersion").orElse("0");
        StringBuilder events = new StringBuilder();
        if (since.isEmpty() || since.equals("0")) {
            store.list(call.kind(), call.namespace(), selector(call))
                    .forEach(object -> events.append("{\"type\":\"ADDED\",\"object\":")
                            .append(object)
                            .append("}\n"));
        }
        return new MockResponse()
                .setResponseCode(200)
                .setHeader("Content-Type", "application/json")
                .setBody(events.toString());
    }

    private static Predicate<JsonNode> selector(Call call) {
        return Selectors.labels(call.parameter("labelSelector").orElse(""))
                .and(Selectors.fields(
                        call.kind(), call.parameter("fieldSelector").orElse("")));
    }

    private JsonNode list(Call call) {
        List<ObjectNode> all = store.list(call.kind(), call.namespace(), selector(call));
        int begin = call.parameter("continue").map(ApiServer::position).orElse(0);
        int limit = call.parameter("limit").map(Integer::parseInt).orElse(0);
        int end = limit == 0 ? all.size() : Math.min(all.size(), begin + limit);
        ObjectNode list = Patches.JSON.createObjectNode();
        list.put("kind", call.kind().kind() + "List")
                .put("apiVersion", call.kind().apiVersion());
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", String.valueOf(store.version()));
        if (end < all.size()) {
            metadata.put("continue", token(end)).put("remainingItemCount", all.size() - end);
        }
        ArrayNode items = list.putArray("items");
        // what is listed does not say of which kind it is
        all.subList(Math.min(begin, end), end)
                .forEach(object -> items.add(object.deepCopy().without(List.of("kind", "apiVersion"))));
        return list;
    }

    private static String token(int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"start\":" + position + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static int position(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return Patches.JSON.readTree(text).path("start").asInt();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw Refusal.of(400, "BadRequest", "invalid continue token: continue key is not valid: " + e.getMessage());
        }
    }

    private JsonNode patch(Call call, String contentType) {
        return store.change(call.kind(), call.namespace(), call.name(), before -> {
            ObjectNode after = Patches.apply(before, contentType, call.body());
            if (!after.path("spec")
                    .path("ephemeralContainers")
                    .equals(before.path("spec").path("ephemeralContainers"))) {
                throw Refusal.of(
                        422,
                        "Invalid",
                        "Pod \"" + call.name()
                                + "\" is invalid: spec: Forbidden: pod updates may not change fields other"
                                + " than `spec.containers[*].image`");
            }
            return after;
        });
    }

    private JsonNode delete(Call call, JsonNode options) {
        ObjectNode effective = options instanceof ObjectNode given ? given.deepCopy() : Patches.JSON.createObjectNode();
        call.parameter("gracePeriodSeconds")
                .ifPresent(grace -> effective.put("gracePeriodSeconds", Long.parseLong(grace)));
        if (call.name().isEmpty()) {
            JsonNode before = list(call);
            before.path("items")
                    .forEach(item -> deletion.delete(
                            call.kind(), Deletion.namespace(item), Deletion.name(item), effective, false));
            return before;
        }
        boolean dryRun = effective.path("dryRun").path(0).asText().equals("All");
        return deletion.delete(call.kind(), call.namespace(), call.name(), effective, dryRun);
    }

    private JsonNode scale(Call call, String contentType, JsonNode body) {
        ObjectNode object = store.get(call.kind(), call.namespace(), call.name());
        ObjectNode scale = scaleOf(object);
        if (call.method().equals("GET")) {
            return scale;
        }
        ObjectNode wanted =
                call.method().equals("PATCH") ? Patches.apply(scale, contentType, call.body()) : (ObjectNode) body;
        long replicas = wanted.path("spec").path("replicas").asLong();
        if (replicas < 0) {
            throw Refusal.of(
                    422,
                    "Invalid",
                    "Scale.autoscaling \"" + call.name() + "\" is invalid: spec.replicas: Invalid value: " + replicas
                            + ": must be greater than or equal to 0");
        }
        String expected = wanted.path("metadata").path("resourceVersion").asText();
        return scaleOf(store.change(call.kind(), call.namespace(), call.name(), before -> {
            if (!expected.isEmpty()) {
                before.withObject("/metadata").put("resourceVersion", expected);
            }
            before.withObject("/spec").put("replicas", replicas);
            return before;
        }));
    }

    private static ObjectNode scaleOf(ObjectNode object) {
        ObjectNode scale = Patches.JSON.createObjectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.set(field, object.path("metadata").path(field));
        }
        scale.putObject("spec")
                .put("replicas", object.path("spec").path("replicas").asLong(1));
        scale.putObject("status")
                .put("replicas", object.path("status").path("replicas").asLong());
        return scale;
    }

    private JsonNode ephemeral(Call call, String contentType, JsonNode body) {
        ObjectNode before = store.get(Kind.POD, call.namespace(), call.name());
        if (call.method().equals("GET")) {
            return before;
        }
        ObjectNode wanted =
                call.method().equals("PATCH") ? Patches.apply(before, contentType, call.body()) : (ObjectNode) body;
        JsonNode containers = wanted.path("spec").path("ephemeralContainers");
        new PodSecurity(store).admit(before, containers);
        if (call.parameter("dryRun").isPresent()) {
            return wanted;
        }
        ObjectNode after = store.change(Kind.POD, call.namespace(), call.name(), pod -> {
            pod.withObject("/metadata")
                    .set("resourceVersion", wanted.path("metadata").path("resourceVersion"));
            pod.withObject("/spec").set("ephemeralContainers", containers);
            return pod;
        });
        kubelet.containers.start(after);
        return after;
    }

    private JsonNode review(JsonNode review) {
        JsonNode asked = review.path("spec").path("resourceAttributes");
        String group = asked.path("group").asText();
        String subresource = asked.path("subresource").asText();
        String right =
                asked.path("verb").asText() + " " + asked.path("resource").asText()
                        + (group.isEmpty() ? "" : "." + group) + (subresource.isEmpty() ? "" : "/" + subresource);
        ObjectNode answer = review.deepCopy();
        answer.putObject("status").put("allowed", !forbidden.contains(right));
        return answer;
    }

    static MockResponse answer(int code, JsonNode body) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", "application/json")
                .setBody(body + "\n");
    }

    private static MockResponse text(String body) {
        return new MockResponse()
                .setResponseCode(200)
                .setHeader("Content-Type", "text/plain")
                .setBody(body);
    }
}
