package dev.reliability.aws.internal.target;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.Right;

/** Writes rights in the words of IAM. */
public final class Rights {

    /** Who grants rights in AWS. */
    public static final String AUTHORITY = "aws";

    /** Detail: {@code KEY=VALUE}, a tag that the resource must have. */
    public static final String TAG = "tag";

    /** Detail: the region. */
    public static final String REGION = "region";

    /** Detail: the profile of the configuration files by which it is asked. */
    public static final String PROFILE = Access.TARGET_PROFILE;

    /** Detail: where it is asked. */
    public static final String ENDPOINT = Access.TARGET_ENDPOINT;

    /** Detail: role that needs the right, where it is not the controller. */
    public static final String ROLE = "role";

    /** Detail: service that a role is handed to. */
    public static final String SERVICE = "service";

    private Rights() {}

    /** Returns a right that cannot be limited to a resource. */
    public static Right anywhere(Aws aws, String action) {
        return on(aws, action, "*");
    }

    /** Returns a right on a resource. */
    public static Right on(Aws aws, String action, String arn) {
        Right right = Right.of(AUTHORITY, action, arn).with(REGION, aws.region());
        if (aws.access().profile().isPresent()) {
            right = right.with(PROFILE, aws.access().profile().get());
        }
        String endpoint = aws.access().endpoints().get(Access.ENDPOINT);
        // what is said of a target moves all services at once
        return endpoint == null || aws.access().endpoints().size() > 1 ? right : right.with(ENDPOINT, endpoint);
    }
}
