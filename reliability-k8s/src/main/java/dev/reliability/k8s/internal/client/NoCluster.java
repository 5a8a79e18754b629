package dev.reliability.k8s.internal.client;

/** No cluster is configured, or not the one that is asked for. */
public final class NoCluster extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoCluster(String message) {
        super(message);
    }

    NoCluster(String message, Throwable cause) {
        super(message, cause);
    }
}
