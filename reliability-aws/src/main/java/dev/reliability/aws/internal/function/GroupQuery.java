package dev.reliability.aws.internal.function;

import dev.reliability.aws.internal.target.Instances;
import dev.reliability.spi.FunctionFailedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** Which auto scaling groups arguments mean. */
final class GroupQuery {

    private static final int PAGE = 100;

    private GroupQuery() {}

    /** Checks that groups are named or have tags, not both. */
    static void check(AwsCall call) {
        boolean named = !call.texts("asg_names").isEmpty();
        if (named && !call.tags("tags").isEmpty()) {
            throw new FunctionFailedException("only one of the following arguments are allowed: asg_names/tags");
        }
        checkAny(call);
    }

    static void checkAny(AwsCall call) {
        if (call.texts("asg_names").isEmpty() && call.tags("tags").isEmpty()) {
            throw new FunctionFailedException("one of the following arguments are required: asg_names or tags");
        }
    }

    static List<AutoScalingGroup> groups(AwsCall call) {
        List<String> names = call.texts("asg_names");
        return names.isEmpty() ? tagged(call) : named(call, names);
    }

    static List<AutoScalingGroup> named(AwsCall call) {
        return named(call, call.texts("asg_names"));
    }

    static List<AutoScalingGroup> named(AwsCall call, List<String> names) {
        List<AutoScalingGroup> found = new Instances(call.aws()).groups(names);
        List<String> missing = names.stream()
                .filter(name -> found.stream()
                        .noneMatch(group -> group.autoScalingGroupName().equals(name)))
                .toList();
        if (!missing.isEmpty() || found.isEmpty()) {
            throw new FunctionFailedException("No ASG(s) found matching: " + missing);
        }
        return found;
    }

    static List<AutoScalingGroup> tagged(AwsCall call) {
        Map<String, String> tags = call.tags("tags");
        List<AutoScalingGroup> found = call
                .aws()
                .autoScaling()
                .describeAutoScalingGroupsPaginator(request -> request.maxRecords(PAGE))
                .autoScalingGroups()
                .stream()
                .filter(group -> tagsOf(group).entrySet().containsAll(tags.entrySet()))
                .toList();
        if (found.isEmpty()) {
            throw new FunctionFailedException("No auto-scaling groups matched the tags provided");
        }
        return found;
    }

    private static Map<String, String> tagsOf(AutoScalingGroup group) {
        Map<String, String> tags = new HashMap<>();
        for (TagDescription tag : group.tags()) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }
}
