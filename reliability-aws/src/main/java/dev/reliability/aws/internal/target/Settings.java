package dev.reliability.aws.internal.target;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What holds for all targets of AWS.
 *
 * @param tagKey key of the tag that every attacked instance must have
 * @param tagValue its value
 * @param role role by which schedules start instances again, name or ARN
 * @param scheduleGroup group that these schedules are in
 */
public record Settings(String tagKey, String tagValue, String role, String scheduleGroup) {

    private static final String TAG = "reliability.aws.opt-in-tag";
    private static final String ROLE = "reliability.aws.restart-role";
    private static final String GROUP = "reliability.aws.schedule-group";

    private static final Pattern PAIR = Pattern.compile("([^=]{1,128})=(.{0,256})");
    private static final Pattern ROLE_FORM =
            Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]+|[\\w+=,.@-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-_.]{1,64}");

    /** Returns the names of the settings. */
    public static Set<String> names() {
        return Set.of(TAG, ROLE, GROUP);
    }

    /**
     * Reads them.
     *
     * @throws PlanException if one has another form
     */
    public static Settings of(PlanContext context) {
        String tag = context.value(TAG).orElse("reliability=allowed");
        Matcher pair = PAIR.matcher(tag);
        if (!pair.matches()) {
            throw new PlanException(TAG + " = \"" + tag + "\" is no tag: expected KEY=VALUE");
        }
        return new Settings(
                pair.group(1),
                pair.group(2),
                checked(
                        ROLE,
                        context.value(ROLE).orElse("reliability-restart"),
                        ROLE_FORM,
                        "a name or an ARN of a role"),
                checked(GROUP, context.value(GROUP).orElse("default"), NAME, "the name of a group of schedules"));
    }

    private static String checked(String setting, String value, Pattern form, String expected) {
        if (!form.matcher(value).matches()) {
            throw new PlanException(setting + " = \"" + value + "\" is not " + expected);
        }
        return value;
    }

    /** Returns the tag as it is written: {@code reliability=allowed}. */
    public String tag() {
        return tagKey + "=" + tagValue;
    }

    /** Returns the ARN of the role in an account. */
    public String roleArn(Aws aws) {
        return role.startsWith("arn:")
                ? role
                : "arn:" + aws.identity().partition() + ":iam::"
                        + aws.identity().account() + ":role/" + role;
    }
}
