package dev.reliability.k8s.internal.pod;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;

/** Closes connections into pods. */
final class Closing {

    private Closing() {}

    /** Closes a connection that the other side may have closed before, which the client takes for a failure to say good-bye. */
    static void close(ExecWatch connection) {
        try {
            connection.close();
        } catch (KubernetesClientException e) {
            // it is closed
        }
    }
}
