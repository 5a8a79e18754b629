package dev.reliability.k8s.internal.client;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;

/** What an answer that is no success means for the person who reads it. */
public final class Refusals {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private Refusals() {}

    /** Returns what went wrong, a clause without a full stop. */
    public static String words(Throwable thrown, Cluster cluster) {
        if (!(thrown instanceof KubernetesClientException refused)) {
            return String.valueOf(thrown.getMessage());
        }
        String message = Optional.ofNullable(refused.getStatus())
                .map(status -> status.getMessage())
                .filter(text -> !text.isBlank())
                .orElseGet(() -> String.valueOf(refused.getMessage()));
        return switch (Math.max(0, refused.getCode())) {
            // there was no answer
            case 0 -> "the API server " + cluster.server() + " does not answer: " + root(refused);
            case UNAUTHORIZED ->
                "the credentials of context \"" + cluster.context() + "\" are not accepted by " + cluster.server()
                        + ": they are wrong or have expired";
            default -> message;
        };
    }

    /** Returns what an answer says beside its message: which budget forbids an eviction, and why. */
    public static String cause(KubernetesClientException refused) {
        return Optional.ofNullable(refused.getStatus())
                .map(status -> status.getDetails())
                .map(details -> details.getCauses())
                .filter(causes -> !causes.isEmpty())
                .map(causes -> causes.get(0).getMessage())
                .orElseGet(() -> String.valueOf(refused.getMessage()));
    }

    private static String root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Tells whether what was asked for is not there, or is another one by now. */
    public static boolean gone(KubernetesClientException refused) {
        return refused.getCode() == NOT_FOUND || refused.getCode() == CONFLICT;
    }

    /** Tells whether it is not there. */
    public static boolean missing(KubernetesClientException refused) {
        return refused.getCode() == NOT_FOUND;
    }

    /** Tells whether it is not allowed. */
    public static boolean forbidden(KubernetesClientException refused) {
        return refused.getCode() == FORBIDDEN;
    }

    /** Tells whether an object was changed by somebody else meanwhile, or a precondition does not hold. */
    public static boolean conflict(KubernetesClientException refused) {
        return refused.getCode() == CONFLICT;
    }

    /**
     * Tells whether the same call may succeed soon. A server that has just started denies rights that exist for a moment, so
     * whoever must succeed counts a denial among these.
     */
    public static boolean transientAnswer(Throwable thrown) {
        if (thrown instanceof KubernetesClientException refused) {
            int code = refused.getCode();
            return code <= 0 || code == FORBIDDEN || code == TOO_MANY || code >= SERVER_ERROR;
        }
        return thrown instanceof IOException;
    }
}
