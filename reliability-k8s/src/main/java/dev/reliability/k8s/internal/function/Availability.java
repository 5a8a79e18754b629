package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import java.time.Duration;
import java.util.List;

/** Probes of how much of a workload is available. A field that the server leaves out is no number, not even 0. */
final class Availability {

    /** Which fields say so. */
    private record Fields(Resource resource, String wanted, String available, String ready) {}

    private static final Fields DEPLOYMENT =
            new Fields(Resource.DEPLOYMENTS, "/spec/replicas", "/status/availableReplicas", "/status/readyReplicas");
    private static final Fields STATEFUL_SET =
            new Fields(Resource.STATEFUL_SETS, "/spec/replicas", "/status/readyReplicas", "/status/readyReplicas");
    private static final Fields DAEMON_SET = new Fields(
            Resource.DAEMON_SETS, "/status/desiredNumberScheduled", "/status/numberReady", "/status/numberReady");

    private static final String DEPLOYMENTS = "chaosk8s.deployment.probes";
    private static final String STATEFUL_SETS = "chaosk8s.statefulset.probes";
    private static final String DAEMON_SETS = "chaosk8s.daemonset.probes";

    private Availability() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                named(DEPLOYMENTS, "deployment_available_and_healthy", DEPLOYMENT)
                        .optional("raise_on_unavailable", true)
                        .calling(call -> isHealthy(call, DEPLOYMENT, "raise_on_unavailable")),
                named(DEPLOYMENTS, "deployment_partially_available", DEPLOYMENT)
                        .optional("raise_on_not_partially_available", true)
                        .calling(call -> isPartial(call, DEPLOYMENT, "raise_on_not_partially_available")),
                patient(DEPLOYMENTS, "deployment_fully_available", DEPLOYMENT)
                        .optional("raise_on_not_fully_available", true)
                        .calling(call -> becomes(call, DEPLOYMENT, true, "raise_on_not_fully_available")),
                patient(DEPLOYMENTS, "deployment_not_fully_available", DEPLOYMENT)
                        .optional("raise_on_fully_available", true)
                        .calling(call -> becomes(call, DEPLOYMENT, false, "raise_on_fully_available")),
                patient(STATEFUL_SETS, "statefulset_fully_available", STATEFUL_SET)
                        .optional("raise_on_not_fully_available", true)
                        .calling(call -> becomes(call, STATEFUL_SET, true, "raise_on_not_fully_available")),
                patient(STATEFUL_SETS, "statefulset_not_fully_available", STATEFUL_SET)
                        .optional("raise_on_fully_available", true)
                        .calling(call -> becomes(call, STATEFUL_SET, false, "raise_on_fully_available")),
                named(DAEMON_SETS, "daemon_set_available_and_healthy", DAEMON_SET)
                        .calling(call -> isHealthy(call, DAEMON_SET, "")),
                named(DAEMON_SETS, "daemon_set_partially_available", DAEMON_SET)
                        .calling(call -> isPartial(call, DAEMON_SET, "")),
                patient(DAEMON_SETS, "daemon_set_fully_available", DAEMON_SET)
                        .calling(call -> becomes(call, DAEMON_SET, true, "")),
                patient(DAEMON_SETS, "daemon_set_not_fully_available", DAEMON_SET)
                        .calling(call -> becomes(call, DAEMON_SET, false, "")));
    }

    /** Describes one that answers at once. */
    static Definition named(String module, String name) {
        return named(module, name, DEPLOYMENT);
    }

    /** Describes one that waits. */
    static Definition patient(String module, String name) {
        return patient(module, name, DEPLOYMENT);
    }

    private static Definition named(String module, String name, Fields fields) {
        return Definition.named(module, name)
                .required(ArgumentType.TEXT, "name")
                .namespace()
                .nullable(ArgumentType.TEXT, "label_selector")
                .needs("list", fields.resource());
    }

    private static Definition patient(String module, String name, Fields fields) {
        return named(module, name, fields).optional("timeout", 30L).needs("watch", fields.resource());
    }

    static boolean isHealthyDeployment(ClusterCall call) {
        return isHealthy(call, DEPLOYMENT, Definition.ALWAYS);
    }

    static boolean becomesDeployment(ClusterCall call, boolean full) throws InterruptedException {
        return becomes(call, DEPLOYMENT, full, Definition.ALWAYS);
    }

    private static List<JsonNode> found(ClusterCall call, Fields fields) {
        return call.api().named(fields.resource(), call.namespace(), call.text("name"), call.text("label_selector"));
    }

    private static String missing(ClusterCall call, Fields fields) {
        return "there is no " + fields.resource().word() + " " + call.where(call.text("name"));
    }

    private static boolean isHealthy(ClusterCall call, Fields fields, String raises) {
        List<JsonNode> found = found(call, fields);
        if (found.isEmpty()) {
            return call.no(raises, missing(call, fields));
        }
        for (JsonNode one : found) {
            if (!isFull(call, one, fields, fields.available())) {
                return call.no(raises, state(one, fields, fields.available()));
            }
        }
        return true;
    }

    private static boolean isPartial(ClusterCall call, Fields fields, String raises) {
        List<JsonNode> found = found(call, fields);
        if (found.isEmpty()) {
            return call.no(raises, missing(call, fields));
        }
        JsonNode first = found.get(0);
        return first.at(fields.available()).asLong() >= 1 || call.no(raises, state(first, fields, fields.available()));
    }

    private static boolean becomes(ClusterCall call, Fields fields, boolean full, String raises)
            throws InterruptedException {
        Duration timeout = Duration.ofSeconds(call.number("timeout"));
        Awaiting awaiting =
                new Awaiting(call.api(), fields.resource(), call.namespace(), call.text("name"), call.selector());
        boolean came = awaiting.until(
                object -> full
                        ? isFull(call, object, fields, fields.ready())
                        : !equal(object, fields.ready(), fields.wanted()),
                timeout);
        return came
                || call.no(
                        raises,
                        found(call, fields).stream()
                                        .findFirst()
                                        .map(one -> state(one, fields, fields.ready()))
                                        .orElseGet(() -> missing(call, fields))
                                + ", still after " + timeout.toSeconds() + " s");
    }

    /** Until a rollout is over, the numbers count pods that are about to go. */
    private static boolean isFull(ClusterCall call, JsonNode object, Fields fields, String number) {
        return equal(object, number, fields.wanted())
                && (!call.strict() || Rollout.unfinished(object).isEmpty());
    }

    private static boolean equal(JsonNode object, String number, String wanted) {
        JsonNode there = object.at(number);
        return there.isNumber() && there.asLong() == object.at(wanted).asLong(-1);
    }

    private static String state(JsonNode object, Fields fields, String number) {
        return fields.resource().word() + " " + Api.name(object) + " has "
                + object.at(number).asLong() + " of "
                + object.at(fields.wanted()).asLong() + " pods ready"
                + Rollout.unfinished(object).map(reason -> ", and " + reason).orElse("");
    }
}
