package dev.reliability.aws.internal.target;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which instances an address names: {@code ec2:i-0abc}, {@code ec2:tag:Name=blue}, {@code asg:web}.
 *
 * @param sort what is named
 * @param key key of the tag; empty where it is none
 * @param what id, value of the tag, or name of the group
 */
public record Ec2Address(Sort sort, String key, String what) {

    /** What an address names. */
    public enum Sort {
        /** One instance. */
        INSTANCE,
        /** Instances with a tag. */
        TAG,
        /** Members of an auto scaling group. */
        GROUP
    }

    private static final Pattern ID = Pattern.compile("i-(?:[0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern TAG = Pattern.compile("tag:([^=]{1,128})=(.{0,256})", Pattern.DOTALL);
    private static final Pattern GROUP = Pattern.compile("[^:/\\p{Cntrl}]{1,255}");

    /**
     * Reads an address.
     *
     * @throws PlanException if it is none of the forms
     */
    public static Ec2Address parse(Address address) {
        String value = address.value().strip();
        if (address.scheme().equals("asg")) {
            if (!GROUP.matcher(value).matches()) {
                throw new PlanException(address + " is not an address of AWS: expected asg:NAME");
            }
            return new Ec2Address(Sort.GROUP, "", value);
        }
        if (ID.matcher(value).matches()) {
            return new Ec2Address(Sort.INSTANCE, "", value);
        }
        Matcher tag = TAG.matcher(value);
        if (tag.matches()) {
            return new Ec2Address(Sort.TAG, tag.group(1), tag.group(2));
        }
        throw new PlanException(address + " is not an address of AWS: expected ec2:i-ID (8 or 17 hexadecimal digits) or"
                + " ec2:tag:KEY=VALUE");
    }

    /** Returns it in words: {@code tag Name=blue}. */
    @Override
    public String toString() {
        return switch (sort) {
            case INSTANCE -> "instance " + what;
            case TAG -> "tag " + key + "=" + what;
            case GROUP -> "group " + what;
        };
    }
}
