package dev.reliability.aws.internal.target;

import dev.reliability.linux.LinuxTarget;
import dev.reliability.linux.Shells;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.TargetContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * How an instance is logged in to: {@code target.NAME.user}, {@code target.NAME.port}, and {@code target.NAME.address}, which is
 * {@code public}, {@code private} or a host. What is not said is had from the instance and from the configuration of the OpenSSH client.
 */
public final class Login {

    private static final String USER = "user";
    private static final String PORT = "port";
    private static final String ADDRESS = "address";

    private static final Pattern USER_FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:_-]*");
    private static final int PORTS = 65_535;

    private final TargetContext context;

    Login(TargetContext context) {
        this.context = context;
    }

    /** Returns the attributes of targets that it reads. */
    public static Set<String> attributes() {
        return Set.of(USER, PORT, ADDRESS, LinuxTarget.START);
    }

    /** Tells whether the profile says anything of it. */
    public boolean configured() {
        return Stream.of(USER, PORT, ADDRESS)
                .anyMatch(attribute -> context.attribute(attribute).isPresent());
    }

    /**
     * Returns where an instance is logged in to.
     *
     * @throws PlanException if it has no address, or the profile says something that makes none
     */
    public Address to(Instance instance) {
        String host = host(instance);
        String user = context.attribute(USER)
                .map(name -> checked(USER, name, USER_FORM) + "@")
                .orElse("");
        String port = context.attribute(PORT).map(text -> ":" + port(text)).orElse("");
        return Address.parse("ssh://" + user + (host.contains(":") ? "[" + host + "]" : host) + port);
    }

    /**
     * Returns where each of some instances is logged in to, by their ids.
     *
     * @throws PlanException if one has no address, or two have the same
     */
    Map<String, Address> to(List<Instance> instances) {
        Map<String, Address> logins = new TreeMap<>();
        for (Instance instance : instances) {
            Address login = to(instance);
            if (logins.containsValue(login)) {
                throw new PlanException(
                        "it stands for " + instances.size() + " instances, and more than one would be logged in"
                                + " to at " + login + ": leave target.NAME.address out, or say public or private");
            }
            logins.put(instance.instanceId(), login);
        }
        return logins;
    }

    /**
     * Opens a way to where an instance is logged in to.
     *
     * @throws PlanException if there is none
     */
    public static Shell shell(Address login, TargetContext context) {
        try {
            return Shells.open(login, context);
        } catch (IllegalArgumentException e) {
            throw new PlanException(String.valueOf(e.getMessage()), e);
        }
    }

    private String host(Instance instance) {
        String wanted = context.attribute(ADDRESS).orElse("");
        return switch (wanted) {
            case "" ->
                given(instance.publicIpAddress())
                        .or(() -> given(instance.privateIpAddress()))
                        .or(() -> given(instance.ipv6Address()))
                        .orElseThrow(() -> none(instance, "no address"));
            case "public" -> given(instance.publicIpAddress()).orElseThrow(() -> none(instance, "no public address"));
            case "private" ->
                given(instance.privateIpAddress()).orElseThrow(() -> none(instance, "no private address"));
            default -> checked(ADDRESS, wanted, HOST_FORM);
        };
    }

    private static PlanException none(Instance instance, String what) {
        return new PlanException("instance " + instance.instanceId() + " has " + what + " to log in to: say where it is"
                + " with target.NAME.address");
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(address -> !address.isBlank());
    }

    private static String checked(String attribute, String text, Pattern form) {
        if (!form.matcher(text).matches()) {
            throw new PlanException(
                    "target.NAME." + attribute + " = \"" + text + "\" is none that can be logged in to");
        }
        return text;
    }

    private static int port(String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > PORTS) {
            throw new PlanException("target.NAME.port = \"" + text + "\" is not a port");
        }
        return port;
    }
}
