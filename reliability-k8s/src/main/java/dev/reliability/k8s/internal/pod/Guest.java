package dev.reliability.k8s.internal.pod;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.spi.TargetContext;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * An ephemeral container of ours that is, or is to be, in a pod.
 *
 * @param cluster where the pod is
 * @param namespace its namespace
 * @param pod its name
 * @param uid the key of this very pod
 * @param container name of the container
 * @param image what it is made of
 * @param rank as whom it runs and what it may do
 * @param beside container whose processes it sees, or empty for none
 */
record Guest(
        Cluster cluster,
        String namespace,
        String pod,
        String uid,
        String container,
        String image,
        Rank rank,
        Optional<String> beside) {

    /** As whom a container runs. */
    enum Rank {
        /** As an ordinary user, within the strictest rules of Pod Security. */
        NOBODY,
        /** As root without capabilities. */
        ROOT,
        /** As root that may change the packet filter. */
        NETWORK,
        /** As root that may signal the processes of others. */
        PROCESSES;

        List<String> capabilities() {
            return switch (this) {
                case NOBODY, ROOT -> List.of();
                case NETWORK -> List.of("NET_ADMIN");
                case PROCESSES -> List.of("KILL", "SYS_PTRACE");
            };
        }
    }

    /** How our containers are called; the rest is the name of a fault. */
    static final String PREFIX = "reliability-";

    /** The variable by which everything that runs in one of our containers is known, whoever started it. */
    static final String MARK = "RELIABILITY_CONTAINER";

    /** Setting: image of the container that faults in pods run in. */
    private static final String IMAGE = "reliability.k8s.image";

    private static final String DEFAULT_IMAGE = "reliability-agent:0.1";

    /** What our containers are made of. */
    static String image(TargetContext context) {
        return context.value(IMAGE).filter(text -> !text.isBlank()).orElse(DEFAULT_IMAGE);
    }

    static Guest of(Cluster cluster, Pod pod, String id, String image, Rank rank, Optional<String> beside) {
        return new Guest(
                cluster,
                pod.getMetadata().getNamespace(),
                Pods.name(pod),
                Pods.uid(pod),
                PREFIX + id,
                image,
                rank,
                beside);
    }

    /** One that is there already, as its name says. */
    static Guest there(Cluster cluster, String namespace, String pod, String uid, String container) {
        return new Guest(cluster, namespace, pod, uid, container, "", Rank.ROOT, Optional.empty());
    }

    @Override
    public String toString() {
        return "container " + container + " of pod " + pod;
    }
}
