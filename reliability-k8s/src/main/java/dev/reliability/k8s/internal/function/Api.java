package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Refusals;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The API of a cluster as the Python functions speak it: objects are what the server sends, nothing is added and nothing lost.
 * What is refused is a {@link KubernetesClientException}.
 */
final class Api {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PAGE = 500;
    private static final int REFUSED = 400;
    private static final int MISSING = 404;

    private final Cluster cluster;

    Api(Cluster cluster) {
        this.cluster = cluster;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Returns all objects that selectors mean, page by page; an empty selector means all. */
    List<JsonNode> list(Resource resource, String namespace, String labels, String fields) {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        do {
            Map<String, String> query = query("labelSelector", labels, "fieldSelector", fields);
            query.put("limit", String.valueOf(PAGE));
            if (!next.isEmpty()) {
                query.put("continue", next);
            }
            JsonNode page = json(send("GET", resource.path(namespace), query, "", null));
            page.path("items").forEach(all::add);
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return all;
    }

    List<JsonNode> list(Resource resource, String namespace, String labels) {
        return list(resource, namespace, labels, "");
    }

    List<JsonNode> named(Resource resource, String namespace, String name, String labels) {
        return list(resource, namespace, labels, "metadata.name=" + name);
    }

    /** Returns all objects in one list, as the server sends it. */
    ObjectNode whole(Resource resource, String labels) {
        ObjectNode list = null;
        ArrayNode items = JSON.createArrayNode();
        String next = "";
        do {
            Map<String, String> query = query("labelSelector", labels);
            query.put("limit", String.valueOf(PAGE));
            if (!next.isEmpty()) {
                query.put("continue", next);
            }
            ObjectNode page = (ObjectNode) json(send("GET", resource.path(""), query, "", null));
            page.path("items").forEach(items::add);
            list = list == null ? page : list;
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        list.withObject("/metadata").remove(List.of("continue", "remainingItemCount"));
        list.set("items", items);
        return list;
    }

    JsonNode get(String path, Map<String, String> query) {
        return json(send("GET", path, query, "", null));
    }

    Optional<JsonNode> find(Resource resource, String namespace, String name) {
        try {
            return Optional.of(get(resource.path(namespace, name), Map.of()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    JsonNode create(String path, JsonNode object) {
        return json(send("POST", path, Map.of(), "application/json", object));
    }

    JsonNode patch(String path, JsonNode patch) {
        return json(send("PATCH", path, Map.of(), "application/strategic-merge-patch+json", patch));
    }

    JsonNode delete(String path, JsonNode options) {
        return json(send("DELETE", path, Map.of(), "application/json", options));
    }

    /** Deletes a pod if it still is the very one; tells whether it was. */
    boolean deletePod(JsonNode pod, Optional<Duration> grace) {
        ObjectNode options = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", uid(pod));
        grace.ifPresent(length -> options.put("gracePeriodSeconds", length.toSeconds()));
        try {
            delete(Resource.PODS.path(namespace(pod), name(pod)), options);
            return true;
        } catch (KubernetesClientException e) {
            if (Refusals.gone(e)) {
                return false;
            }
            throw e;
        }
    }

    String text(String path, Map<String, String> query) {
        return send("GET", path, query, "", null);
    }

    /** Asks the server whether we may do something. */
    boolean allows(String verb, Resource resource, String subresource, String namespace) {
        ObjectNode review = JSON.createObjectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", verb)
                .put("group", resource.group())
                .put("resource", resource.plural())
                .put("subresource", subresource)
                .put("namespace", namespace);
        return create("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
                .path("status")
                .path("allowed")
                .asBoolean();
    }

    private String send(String method, String path, Map<String, String> query, String type, @Nullable JsonNode body) {
        String server = cluster.server().replaceFirst("/+$", "");
        HttpClient http = cluster.client().getHttpClient();
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(server + path + parameters(query))
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .header("Accept", "application/json, */*");
        if (body == null) {
            request.method(method, null, null);
        } else {
            request.method(method, type, body.toString());
        }
        HttpResponse<String> answer = answer(http, request.build());
        String text = Optional.ofNullable(answer.body()).orElse("");
        if (answer.code() >= REFUSED) {
            throw refused(answer.code(), method + " " + path, text);
        }
        return text;
    }

    private static HttpResponse<String> answer(HttpClient http, HttpRequest request) {
        try {
            return http.sendAsync(request, String.class).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KubernetesClientException(String.valueOf(cause.getMessage()), cause);
        }
    }

    private static KubernetesClientException refused(int code, String what, String text) {
        String message = what + " was answered with " + code;
        try {
            JsonNode status = JSON.readTree(text);
            if (status.path("message").isTextual()
                    && !status.path("message").asText().isBlank()) {
                message = status.path("message").asText();
                JsonNode cause = status.path("details").path("causes").path(0).path("message");
                message += cause.isTextual() && !message.contains(cause.asText()) ? " " + cause.asText() : "";
            }
        } catch (JsonProcessingException e) {
            message += text.isBlank() ? "" : ": " + text.strip();
        }
        return new KubernetesClientException(
                message,
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new KubernetesClientException("the API server answered broken JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Collects parameters, in pairs of name and value; those without a value are left out. */
    static Map<String, String> query(String... pairs) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                query.put(pairs[i], pairs[i + 1]);
            }
        }
        return query;
    }

    private static String parameters(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText();
    }

    static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }

    static String phase(JsonNode pod) {
        return pod.path("status").path("phase").asText();
    }

    /** Turns JSON into the values that functions return. */
    static @Nullable Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }
}
