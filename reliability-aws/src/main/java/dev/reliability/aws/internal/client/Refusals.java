package dev.reliability.aws.internal.client;

import dev.reliability.spi.PlanException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an answer that is no success means for the person who reads it. */
public final class Refusals {

    private static final int SERVER_ERROR = 500;
    private static final Set<String> DENIED = Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException");
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");
    private static final Set<String> UNKNOWN = Set.of(
            "AuthFailure",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "SignatureDoesNotMatch",
            "InvalidSignatureException");

    private Refusals() {}

    /**
     * Asks while planning, where a refusal is a problem of the plan.
     *
     * @throws PlanException in place of what the client throws
     */
    public static <T> T planning(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException | NoAccess e) {
            throw new PlanException(words(e), e);
        }
    }

    /**
     * Asks or acts during a run.
     *
     * @throws IllegalStateException in place of what the client throws
     */
    public static <T> T running(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException | NoAccess e) {
            throw new IllegalStateException(words(e), e);
        }
    }

    /** Returns what went wrong, a clause without a full stop. */
    public static String words(Throwable thrown) {
        if (thrown instanceof AwsServiceException refused) {
            return words(refused);
        }
        if (thrown instanceof SdkClientException failed) {
            return words(failed);
        }
        return String.valueOf(thrown.getMessage());
    }

    private static String words(AwsServiceException refused) {
        String code = code(refused);
        Optional<AwsErrorDetails> details = Optional.ofNullable(refused.awsErrorDetails());
        String service = details.map(AwsErrorDetails::serviceName).orElse("AWS");
        String message = details.map(AwsErrorDetails::errorMessage)
                .filter(text -> !text.isBlank())
                .orElse("");
        if (DENIED.contains(code)) {
            return "IAM denies it (" + code + "): " + message;
        }
        if (EXPIRED.contains(code)) {
            return "the credentials have expired (" + code + "): log in again";
        }
        if (UNKNOWN.contains(code)) {
            return "the credentials are not accepted (" + code + "): " + message;
        }
        if (throttled(refused)) {
            return service + " is throttled (" + code + ") after " + attempts(refused)
                    + ": too many calls in this account and region";
        }
        if (refused.statusCode() >= SERVER_ERROR) {
            return service + " failed (" + (code.isEmpty() ? "status " + refused.statusCode() : code) + ") after "
                    + attempts(refused);
        }
        return code.isEmpty()
                ? service + " answered with status " + refused.statusCode() + " and nothing that says why"
                : message + " (" + code + ")";
    }

    private static String attempts(AwsServiceException refused) {
        int number = refused.numAttempts();
        return number == 1 ? "1 attempt" : number + " attempts";
    }

    private static String words(SdkClientException failed) {
        String message = String.valueOf(failed.getMessage());
        if (message.contains("Unable to load credentials")) {
            return "there are no credentials for AWS: none in system properties, environment, the profile of the"
                    + " configuration files, a container or an instance";
        }
        return "AWS does not answer: " + message;
    }

    /** Returns the code of the error, or an empty text. */
    public static String code(AwsServiceException refused) {
        return Optional.ofNullable(refused.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    /** Tells whether it was asked too often. */
    public static boolean throttled(AwsServiceException refused) {
        return refused.isThrottlingException();
    }

    /** Tells whether IAM does not allow it. */
    public static boolean denied(Throwable thrown) {
        return thrown instanceof AwsServiceException refused && DENIED.contains(code(refused));
    }
}
