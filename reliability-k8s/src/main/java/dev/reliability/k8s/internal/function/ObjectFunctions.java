package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import java.util.List;
import java.util.Map;

/** {@code chaosk8s.service}, {@code .secret}, {@code .namespace} and {@code .event}. */
final class ObjectFunctions {

    private static final String NAMESPACE = "chaosk8s.namespace.actions";

    private ObjectFunctions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                Objects.create("chaosk8s.service.actions", "create_service_endpoint", Resource.SERVICES),
                Objects.remove("chaosk8s.service.actions", "delete_service", Resource.SERVICES),
                Definition.named("chaosk8s.service.probes", "service_is_initialized")
                        .nullable(ArgumentType.TEXT, "name")
                        .namespace()
                        .nullable(ArgumentType.TEXT, "label_selector")
                        .optional("raise_if_service_not_initialized", true)
                        .needs("list", Resource.SERVICES)
                        .calling(call -> isService(call, "raise_if_service_not_initialized")),
                Objects.create("chaosk8s.secret.actions", "create_secret", Resource.SECRETS),
                Objects.remove("chaosk8s.secret.actions", "delete_secret", Resource.SECRETS),
                secretExists("chaosk8s.secret.probes"),
                Definition.named(NAMESPACE, "create_namespace")
                        .nullable(ArgumentType.TEXT, "name", SpecFile.ARGUMENT)
                        .needs("create", Resource.NAMESPACES)
                        .changing()
                        .checking(call -> call.arguments().get("name") == null
                                        && call.arguments().get(SpecFile.ARGUMENT) == null
                                ? List.of("one of the arguments 'name' and 'spec_path' is needed")
                                : SpecFile.problems(call))
                        .calling(call -> {
                            call.api().create(Resource.NAMESPACES.path(""), namespace(call));
                            return null;
                        }),
                Definition.named(NAMESPACE, "delete_namespace")
                        .required(ArgumentType.TEXT, "name")
                        .needs("delete", Resource.NAMESPACES)
                        .changing()
                        .calling(call -> {
                            call.api()
                                    .delete(
                                            Resource.NAMESPACES.path("", call.text("name")),
                                            Api.JSON.createObjectNode());
                            return null;
                        }),
                Definition.named("chaosk8s.namespace.probes", "namespace_exists")
                        .required(ArgumentType.TEXT, "name")
                        .needs("list", Resource.NAMESPACES)
                        .calling(call -> !call.api()
                                .named(Resource.NAMESPACES, "", call.text("name"), "")
                                .isEmpty()),
                Definition.named("chaosk8s.event.probes", "get_events")
                        .nullable(ArgumentType.TEXT, "label_selector", "field_selector")
                        .optional("limit", 100L)
                        .needs("list", Resource.EVENTS)
                        .calling(call -> Api.value(call.api()
                                .get(
                                        Resource.EVENTS.path(""),
                                        Api.query(
                                                "labelSelector",
                                                call.text("label_selector"),
                                                "fieldSelector",
                                                call.text("field_selector"),
                                                "limit",
                                                String.valueOf(call.number("limit")))))));
    }

    static boolean isService(ClusterCall call, String raises) {
        return Objects.exists(call, Resource.SERVICES)
                || call.no(raises, "there is no service " + call.text("name") + " " + call.where(call.selector()));
    }

    static ExperimentFunction secretExists(String module) {
        return Definition.named(module, "secret_exists")
                .nullable(ArgumentType.TEXT, "name")
                .namespace()
                .nullable(ArgumentType.TEXT, "label_selector")
                .needs("list", Resource.SECRETS)
                .calling(call -> Objects.exists(call, Resource.SECRETS));
    }

    private static JsonNode namespace(ClusterCall call) {
        if (!call.text(SpecFile.ARGUMENT).isEmpty()) {
            return SpecFile.read(call);
        }
        ObjectNode namespace =
                Api.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.set("metadata", Api.JSON.valueToTree(Map.of("name", call.text("name"))));
        return namespace;
    }
}
