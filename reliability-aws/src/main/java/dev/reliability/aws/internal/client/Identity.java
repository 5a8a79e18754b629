package dev.reliability.aws.internal.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who asks.
 *
 * @param account number of the account
 * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
 * @param arn who in that account
 */
public record Identity(String account, String partition, String arn) {

    private static final Pattern PARTITION = Pattern.compile("arn:([a-z-]+):.*");

    static Identity of(GetCallerIdentityResponse answer) {
        Matcher matcher = PARTITION.matcher(answer.arn());
        return new Identity(answer.account(), matcher.matches() ? matcher.group(1) : "aws", answer.arn());
    }
}
