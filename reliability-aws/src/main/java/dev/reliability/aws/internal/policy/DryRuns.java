package dev.reliability.aws.internal.policy;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** Asks EC2 whether a call would be allowed, without making it. Nothing else can be asked so. */
public final class DryRuns {

    private static final Pattern INSTANCE = Pattern.compile("arn:[a-z-]+:ec2:([a-z0-9-]+):\\d+:instance/(i-[0-9a-f]+)");

    private interface Try {
        void on(Ec2Client ec2, String instance);
    }

    private static final Map<String, Try> TRIES = Map.of(
            "ec2:StopInstances",
            (ec2, id) -> ec2.stopInstances(request -> request.instanceIds(id).dryRun(true)),
            "ec2:StartInstances",
            (ec2, id) -> ec2.startInstances(request -> request.instanceIds(id).dryRun(true)),
            "ec2:RebootInstances",
            (ec2, id) -> ec2.rebootInstances(request -> request.instanceIds(id).dryRun(true)),
            "ec2:TerminateInstances",
            (ec2, id) ->
                    ec2.terminateInstances(request -> request.instanceIds(id).dryRun(true)));

    private DryRuns() {}

    /** Returns which of these rights are lacking, a sentence each. */
    public static List<String> missing(Set<Right> rights, PlanContext context) {
        List<String> missing = new ArrayList<>();
        for (Right right : rights) {
            Matcher instance = INSTANCE.matcher(right.on());
            Try call = TRIES.get(right.action());
            if (call != null && instance.matches() && !right.details().containsKey(Rights.ROLE)) {
                Aws aws = Refusals.planning(() -> Aws.of(access(right, context)));
                if (denied(aws, call, instance.group(2))) {
                    missing.add(aws.identity().arn() + " may not " + right);
                }
            }
        }
        return missing;
    }

    private static Access access(Right right, PlanContext context) {
        Access access = Access.of(context);
        String endpoint = right.details().get(Rights.ENDPOINT);
        return new Access(
                Optional.of(right.details().getOrDefault(Rights.REGION, "")),
                Optional.ofNullable(right.details().get(Rights.PROFILE)),
                endpoint == null ? access.endpoints() : Map.of(Access.ENDPOINT, endpoint),
                access.files());
    }

    private static boolean denied(Aws aws, Try call, String instance) {
        try {
            call.on(aws.ec2ToChange(), instance);
            return false;
        } catch (Ec2Exception e) {
            return Refusals.denied(e);
        }
    }
}
