package dev.reliability.aws.internal.function;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.NoAccess;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.PlanContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A call with the account and region that it means: those of the configuration of the experiment, or the usual ones. */
final class AwsCall {

    private static final String REGION = "aws_region";
    private static final String PROFILE = "aws_profile_name";

    private final FunctionCall call;
    private final Aws aws;

    private AwsCall(FunctionCall call, Aws aws) {
        this.call = call;
        this.aws = aws;
    }

    /**
     * Finds the account; nothing is asked yet.
     *
     * @throws FunctionFailedException if it cannot be asked as it is configured
     */
    static AwsCall of(FunctionCall call) {
        if (call.configuration().get("aws_assume_role_arn") != null) {
            throw new FunctionFailedException("the configuration has aws_assume_role_arn: name the role in a profile of"
                    + " ~/.aws/config instead, and that profile with " + PROFILE);
        }
        if (call.secrets().get("aws_access_key_id") != null) {
            throw new FunctionFailedException(
                    "the secrets have aws_access_key_id: give credentials by the environment or"
                            + " by a profile instead, and that profile with " + PROFILE);
        }
        try {
            Access usual = Access.of(settings(call));
            return new AwsCall(
                    call,
                    Aws.of(new Access(
                            setting(call, REGION).or(usual::region),
                            setting(call, PROFILE).or(usual::profile),
                            usual.endpoints(),
                            usual.files())));
        } catch (NoAccess e) {
            throw new FunctionFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<String> setting(FunctionCall call, String name) {
        return Optional.ofNullable(call.configuration().get(name))
                .map(String::valueOf)
                .filter(text -> !text.isBlank());
    }

    private static PlanContext settings(FunctionCall call) {
        return new PlanContext() {
            @Override
            public Optional<String> value(String name) {
                return call.system()
                        .value(name)
                        .or(() -> call.environment(name))
                        .or(() -> Optional.ofNullable(System.getProperty(name)))
                        .or(() -> name.equals("AWS_REGION") ? value("AWS_DEFAULT_REGION") : Optional.empty());
            }

            @Override
            public String fill(String text) {
                return call.system().fill(text);
            }
        };
    }

    /** Returns what keeps targets, which go by settings, from being those of this call; nothing where they are. */
    static List<String> elsewhere(FunctionCall call) {
        try {
            Access usual = Access.of(settings(call));
            List<String> problems = new ArrayList<>();
            setting(call, PROFILE)
                    .filter(profile ->
                            !usual.files().getOrDefault(Access.PROFILE, "").equals(profile))
                    .ifPresent(profile -> problems.add("targets are reached by the usual profile, not by " + PROFILE
                            + " \"" + profile + "\": set AWS_PROFILE to it as well"));
            setting(call, REGION)
                    .filter(region -> !Aws.of(usual).region().equals(region))
                    .ifPresent(region -> problems.add("targets are reached in "
                            + Aws.of(usual).region() + ", not in " + REGION + " \"" + region
                            + "\": set AWS_REGION to it as well"));
            return problems;
        } catch (NoAccess e) {
            return List.of(e.getMessage() + "; targets do not go by " + REGION);
        }
    }

    FunctionCall call() {
        return call;
    }

    Aws aws() {
        return aws;
    }

    boolean strict() {
        return call.strict();
    }

    String text(String name) {
        return call.optionalText(name).orElse("");
    }

    /** Returns a list of texts, empty where it is null. */
    List<String> texts(String name) {
        Object value = call.arguments().get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new FunctionFailedException("the argument '" + name + "' must be a list of texts, got " + value);
    }

    /** Returns a number, empty where it is null or, as in Python, nothing. */
    OptionalLong number(String name) {
        Object value = call.arguments().get(name);
        return value instanceof Number number && number.longValue() != 0
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    double seconds(String name) {
        return call.number(name).doubleValue();
    }

    @Nullable
    Object raw(String name) {
        return call.arguments().get(name);
    }

    /** Returns tags of an argument {@code [{"Key": …, "Value": …}]}. */
    Map<String, String> tags(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (raw(name) instanceof List<?> list) {
            for (Object one : list) {
                if (!(one instanceof Map<?, ?> tag) || tag.get("Key") == null || tag.get("Value") == null) {
                    throw new FunctionFailedException(
                            "the argument '" + name + "' is a list of objects with Key and Value, got " + one);
                }
                tags.put(String.valueOf(tag.get("Key")), String.valueOf(tag.get("Value")));
            }
        }
        return tags;
    }

    /** Fails in a strict experiment, where nothing that was asked for was there. */
    void failIfStrict(String reason) {
        if (strict()) {
            throw new FunctionFailedException(reason);
        }
    }
}
