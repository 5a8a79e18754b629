package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Tells whether the status of a workload is about the pods that it is to have now, by the rules of {@code kubectl rollout status}. */
final class Rollout {

    private Rollout() {}

    /** Says why a rollout is not over; empty if it is. */
    static Optional<String> unfinished(JsonNode object) {
        JsonNode status = object.path("status");
        if (status.path("observedGeneration").asLong()
                < object.path("metadata").path("generation").asLong()) {
            return Optional.of("its controller has not seen the last change yet");
        }
        boolean over = object.at("/spec/updateStrategy/type").asText().equals("OnDelete") || isOver(status);
        return over ? Optional.empty() : Optional.of("its pods are being replaced");
    }

    /** What is listed does not say of which kind it is. A count of zero is left out. */
    private static boolean isOver(JsonNode status) {
        if (status.has("updateRevision")) {
            return status.path("updateRevision").equals(status.path("currentRevision"));
        }
        return status.has("desiredNumberScheduled")
                ? status.path("updatedNumberScheduled").asLong()
                        >= status.path("desiredNumberScheduled").asLong()
                : status.path("updatedReplicas").asLong()
                        == status.path("replicas").asLong();
    }
}
