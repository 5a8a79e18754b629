package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer that is no success, worded as a real server words it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient ObjectNode status;

    private Refusal(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message).put("reason", reason);
        status.put("code", code);
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        return status;
    }

    static Refusal of(int code, String reason, String message) {
        return new Refusal(code, reason, message);
    }

    static Refusal notFound(Kind kind, String name) {
        return of(404, "NotFound", kind.qualified() + " \"" + name + "\" not found")
                .details(name, kind.group(), kind.plural());
    }

    static Refusal exists(Kind kind, String name, boolean going) {
        return of(
                        409,
                        "AlreadyExists",
                        (going ? "object is being deleted: " : "") + kind.qualified() + " \"" + name
                                + "\" already exists")
                .details(name, kind.group(), kind.plural());
    }

    static Refusal wrongUid(Kind kind, String name, String asked, String actual) {
        return of(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on " + kind.kind() + " \"" + name
                                + "\": the UID in the precondition (" + asked
                                + ") does not match the UID in record (" + actual
                                + "). The object might have been deleted and then recreated")
                .details(name, kind.group(), kind.kind());
    }

    static Refusal modified(Kind kind, String name) {
        return of(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on " + kind.qualified() + " \"" + name
                                + "\": the object has been modified; please apply your changes to the latest version and"
                                + " try again")
                .details(name, kind.group(), kind.plural());
    }

    static Refusal forbidden(Call call) {
        String resource = call.kind().plural() + (call.subresource().isEmpty() ? "" : "/" + call.subresource());
        String named = call.name().isEmpty() ? "" : " \"" + call.name() + "\"";
        String where =
                call.namespace().isEmpty() ? "at the cluster scope" : "in the namespace \"" + call.namespace() + "\"";
        return of(
                        403,
                        "Forbidden",
                        call.kind().qualified() + named + " is forbidden: User \"" + call.user() + "\" cannot "
                                + call.verb() + " resource \"" + resource + "\" in API group \""
                                + call.kind().group() + "\" " + where)
                .details(call.name(), call.kind().group(), call.kind().plural());
    }

    static Refusal tooOld(String what) {
        return of(410, "Expired", what);
    }

    static Refusal budget(String budget, long needs, long has) {
        Refusal refusal =
                of(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.");
        ArrayNode causes = refusal.status.putObject("details").putArray("causes");
        causes.addObject()
                .put("reason", "DisruptionBudget")
                .put(
                        "message",
                        "The disruption budget " + budget + " needs " + needs + " healthy pods and has " + has
                                + " currently");
        return refusal;
    }

    private Refusal details(String name, String group, String kind) {
        ObjectNode details = status.putObject("details");
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", kind);
        status.put("code", (Integer) status.remove("code").asInt());
        return this;
    }
}
