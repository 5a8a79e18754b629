package dev.reliability.k8s.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the server, taken apart.
 *
 * @param namespace empty where there is none
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param query parameters in their order
 * @param user who asks
 * @param upgrade whether the connection is to become a web socket
 */
record Call(
        String method,
        Kind kind,
        String namespace,
        String name,
        String subresource,
        Map<String, List<String>> query,
        String body,
        String user,
        boolean upgrade) {

    static Call of(String method, String target, String body, String user, boolean upgrade) {
        int mark = target.indexOf('?');
        Map<String, List<String>> query = query(mark < 0 ? "" : target.substring(mark + 1));
        List<String> path = new ArrayList<>(List.of((mark < 0 ? target : target.substring(0, mark)).split("/")));
        path.removeIf(String::isEmpty);
        String group = "";
        if (path.size() < 2 || !(path.get(0).equals("api") || path.get(0).equals("apis") && path.size() > 2)) {
            throw Refusal.of(404, "NotFound", "the server could not find the requested resource");
        }
        if (path.remove(0).equals("apis")) {
            group = path.remove(0);
        }
        String version = path.remove(0);
        String namespace = "";
        if (path.size() > 2 && path.get(0).equals("namespaces") && !path.get(2).equals("status")) {
            path.remove(0);
            namespace = path.remove(0);
        }
        Kind kind = path.isEmpty() ? null : Kind.of(group, version, path.get(0)).orElse(null);
        if (kind == null) {
            throw Refusal.of(404, "NotFound", "the server could not find the requested resource");
        }
        String name = path.size() > 1 ? decode(path.get(1)) : "";
        String subresource = path.size() > 2 ? path.get(2) : "";
        return new Call(method, kind, namespace, name, subresource, query, body, user, upgrade);
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = decode(equals < 0 ? pair : pair.substring(0, equals));
                query.computeIfAbsent(key, any -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> parameter(String parameter) {
        return Optional.ofNullable(query.get(parameter)).map(values -> values.get(0));
    }

    boolean flag(String parameter) {
        return parameter(parameter)
                .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .isPresent();
    }

    /** Returns the verb as rights name it. */
    String verb() {
        if (flag("watch")) {
            return "watch";
        }
        boolean connects = subresource.equals("exec") || subresource.equals("attach");
        return switch (method) {
            case "GET" -> connects ? "create" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    /** Returns {@code delete pods} or {@code patch deployments.apps/scale}. */
    String right() {
        return verb() + " " + kind.qualified() + (subresource.isEmpty() ? "" : "/" + subresource);
    }
}
