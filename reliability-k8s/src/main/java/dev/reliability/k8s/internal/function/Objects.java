package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What functions have in common that make, change, remove and look for objects of one kind. */
final class Objects {

    private Objects() {}

    /** Makes the object that a file holds. */
    static ExperimentFunction create(String module, String name, Resource resource) {
        return Definition.named(module, name)
                .required(ArgumentType.TEXT, SpecFile.ARGUMENT)
                .namespace()
                .needs("create", resource)
                .changing()
                .checking(SpecFile::problems)
                .calling(call -> {
                    call.api().create(resource.path(call.namespace()), SpecFile.read(call));
                    return null;
                });
    }

    /** Removes one object by its name; it is a failure if it is not there. */
    static ExperimentFunction remove(String module, String name, Resource resource) {
        return Definition.named(module, name)
                .required(ArgumentType.TEXT, "name")
                .namespace()
                .needs("delete", resource)
                .changing()
                .calling(call -> remove(call, resource, call.call().text("name")));
    }

    static @Nullable Object remove(ClusterCall call, Resource resource, String name) {
        call.api().delete(resource.path(call.namespace(), name), Api.JSON.createObjectNode());
        return null;
    }

    /** Removes the object of a name, or those with labels, or all of the namespace. */
    static ExperimentFunction removeSome(String module, String name, Resource resource) {
        return Definition.named(module, name)
                .nullable(ArgumentType.TEXT, "name")
                .namespace()
                .nullable(ArgumentType.TEXT, "label_selector")
                .needs("list", resource)
                .needs("delete", resource)
                .changing()
                .calling(call -> {
                    if (removeSome(call, resource) == 0) {
                        call.failIfStrict("deleted nothing: there is no " + resource.word() + " " + meant(call));
                    }
                    return null;
                });
    }

    static int removeSome(ClusterCall call, Resource resource) {
        String name = call.text("name");
        List<JsonNode> found = name.isEmpty()
                ? call.api().list(resource, call.namespace(), call.text("label_selector"))
                : call.api().named(resource, call.namespace(), name, "");
        found.forEach(
                one -> call.api().delete(resource.path(call.namespace(), Api.name(one)), Api.JSON.createObjectNode()));
        return found.size();
    }

    private static String meant(ClusterCall call) {
        return call.where(call.text("name").isEmpty() ? call.text("label_selector") : call.text("name"));
    }

    /** Changes an object as a patch says. */
    static ExperimentFunction update(String module, String name, Resource resource) {
        return Definition.named(module, name)
                .required(ArgumentType.TEXT, "name")
                .required(ArgumentType.OBJECT, "spec")
                .namespace()
                .needs("patch", resource)
                .changing()
                .calling(call -> patch(
                        call,
                        resource,
                        Api.JSON.valueToTree(call.call().arguments().get("spec"))));
    }

    static @Nullable Object patch(ClusterCall call, Resource resource, JsonNode patch) {
        call.api().patch(resource.path(call.namespace(), call.call().text("name")), patch);
        return null;
    }

    /** Changes how many replicas a workload has. */
    static ExperimentFunction scale(String module, String name, Resource resource) {
        return Definition.named(module, name)
                .required(ArgumentType.TEXT, "name")
                .required(ArgumentType.INTEGER, "replicas")
                .namespace()
                .needs("patch", resource)
                .changing()
                .checking(call -> call.arguments().get("replicas") instanceof Number number && number.longValue() < 0
                        ? List.of("the argument 'replicas' is at least 0, got " + number)
                        : List.of())
                .calling(call -> {
                    ObjectNode patch = Api.JSON.createObjectNode();
                    patch.putObject("spec").put("replicas", call.number("replicas"));
                    return patch(call, resource, patch);
                });
    }

    /** Tells whether there is an object of a name, with labels, or at all. */
    static boolean exists(ClusterCall call, Resource resource) {
        return !found(call, resource).isEmpty();
    }

    static List<JsonNode> found(ClusterCall call, Resource resource) {
        String name = call.text("name");
        return name.isEmpty()
                ? call.api().list(resource, call.namespace(), call.selector())
                : call.api().named(resource, call.namespace(), name, call.selector());
    }

    /** Makes an object that is given in the experiment. */
    static @Nullable Object create(ClusterCall call, Resource resource, Map<String, ?> object) {
        call.api().create(resource.path(call.namespace()), Api.JSON.valueToTree(object));
        return null;
    }
}
