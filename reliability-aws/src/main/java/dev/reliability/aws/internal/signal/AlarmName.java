package dev.reliability.aws.internal.signal;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which alarm an address names: {@code cloudwatch:NAME}, or {@code cloudwatch:arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME}.
 *
 * @param name the alarm
 * @param region its region, where the address says it
 */
record AlarmName(String name, Optional<String> region) {

    private static final Pattern ARN =
            Pattern.compile("arn:[a-z-]+:cloudwatch:([a-z0-9-]+):\\d{12}:alarm:(.+)", Pattern.DOTALL);
    private static final int LONGEST = 255;

    static AlarmName parse(Address address) {
        String text = address.value().strip();
        Matcher arn = ARN.matcher(text);
        AlarmName parsed = arn.matches()
                ? new AlarmName(arn.group(2), Optional.of(arn.group(1)))
                : new AlarmName(text, Optional.empty());
        if (parsed.name.isEmpty() || parsed.name.length() > LONGEST || text.startsWith("arn:") && !arn.matches()) {
            throw new PlanException(
                    address + " is not an alarm of CloudWatch: expected cloudwatch:NAME or cloudwatch:ARN of an alarm");
        }
        return parsed;
    }
}
