package dev.reliability.k8s.internal.function;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.k8s.standin.StandInCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A stand-in of a cluster with the objects that a recorded case begins with, and what became of them. */
public final class CaseCluster implements AutoCloseable {

    private static final List<String> KINDS = List.of(
            "Pod",
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "Service",
            "Secret",
            "Ingress",
            "NetworkPolicy",
            "Namespace",
            "Node");

    private static final ObjectMapper SORTING =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final StandInCluster cluster = new StandInCluster();
    private final Path kubeconfig;
    private final TreeSet<String> before;

    /** Makes the objects of a state, and the files that cases read. */
    public CaseCluster(JsonNode state, JsonNode files, Path directory) {
        cluster.namespace("shop");
        cluster.replacePods(!state.path("held").asBoolean());
        Map<String, String> uids = new HashMap<>();
        state.path("objects").forEach(object -> {
            String text = object.path("object").toString();
            for (Map.Entry<String, String> uid : uids.entrySet()) {
                text = text.replace("uid of " + uid.getKey(), uid.getValue());
            }
            String kind = object.path("kind").asText();
            JsonNode made = cluster.create(kind, object.path("namespace").asText(), text);
            uids.put(kind + " " + Api.name(made), Api.uid(made));
            if (kind.equals("Pod")) {
                cluster.log(Api.name(made), "log of " + Api.name(made) + "\n");
                cluster.previousLog(Api.name(made), "log of " + Api.name(made) + "\n");
            }
        });
        await().until(() -> settled(!state.path("held").asBoolean()));
        try {
            for (Map.Entry<String, JsonNode> file : files.properties()) {
                Files.writeString(
                        directory.resolve(file.getKey()), file.getValue().asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kubeconfig = cluster.kubeconfig(directory);
        before = digest();
    }

    private boolean settled(boolean filled) {
        for (String kind : List.of("Deployment", "StatefulSet")) {
            for (ObjectNode workload : cluster.list(kind, "")) {
                JsonNode status = workload.path("status");
                long wanted = workload.at("/spec/replicas").asLong(1);
                if (!status.has("observedGeneration")
                        || filled && status.path("readyReplicas").asLong() != wanted) {
                    return false;
                }
            }
        }
        return cluster.list("Pod", "").stream()
                .allMatch(pod ->
                        !pod.at("/spec").has("nodeName") || pod.at("/status").has("phase"));
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Returns what is not as it was: lines that are gone and lines that are new. */
    public List<String> changes() {
        TreeSet<String> now = digest();
        TreeSet<String> changes = new TreeSet<>();
        before.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add("- " + line));
        now.stream().filter(line -> !before.contains(line)).forEach(line -> changes.add("+ " + line));
        return List.copyOf(changes);
    }

    private TreeSet<String> digest() {
        TreeSet<String> lines = new TreeSet<>();
        for (String kind : KINDS) {
            for (ObjectNode object : cluster.list(kind, "")) {
                // what controllers make has names by chance, or follows from what made it
                boolean byChance = Api.name(object).matches(".*-[0-9a-f]{5,8}(-[0-9a-f]{5})?");
                boolean follows =
                        object.at("/metadata/ownerReferences/0/kind").asText().equals("StatefulSet");
                if (!byChance && !follows) {
                    lines.add(kind + " " + Api.namespace(object) + "/" + Api.name(object) + facts(object));
                }
            }
        }
        return lines;
    }

    private static String facts(ObjectNode object) {
        JsonNode spec = object.path("spec");
        StringBuilder facts = new StringBuilder();
        if (spec.has("replicas")) {
            facts.append(" replicas=").append(spec.path("replicas"));
        }
        if (spec.has("unschedulable")) {
            facts.append(" unschedulable=").append(spec.path("unschedulable"));
        }
        if (spec.has("ingressClassName")) {
            facts.append(" class=").append(spec.path("ingressClassName").asText());
        }
        if (spec.has("podSelector")) {
            facts.append(" ").append(sorted(spec));
        }
        if (object.at("/spec/template/metadata/annotations").has("kubectl.kubernetes.io/restartedAt")) {
            facts.append(" restarted");
        }
        if (object.at("/metadata/labels").has("app")) {
            facts.append(" app=").append(object.at("/metadata/labels/app").asText());
        }
        return facts.toString();
    }

    private static String sorted(JsonNode node) {
        try {
            return SORTING.writeValueAsString(SORTING.treeToValue(node, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
