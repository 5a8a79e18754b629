package dev.reliability.internal.docker;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an address says of a container: its name or id, or a label that it has and no other. */
record DockerAddress(String name, String label) {

    static final String SCHEME = "docker";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern LABEL = Pattern.compile("label:([^=\\s]+=.+)");

    static DockerAddress parse(Address address) {
        Matcher label = LABEL.matcher(address.value());
        if (label.matches()) {
            return new DockerAddress("", label.group(1));
        }
        if (NAME.matcher(address.value()).matches()) {
            return new DockerAddress(address.value(), "");
        }
        throw new PlanException("\"" + address + "\" is not a container: write docker:NAME or docker:label:KEY=VALUE");
    }

    /** The address of this very container, which no other ever has. */
    static Address of(Container container) {
        return new Address(SCHEME, container.id());
    }

    /**
     * Finds the container.
     *
     * @throws PlanException if there is none, or more than one
     */
    Container find(DockerEngine engine) {
        String wanted = label.isEmpty() ? name : only(engine.labelled(label), engine);
        Optional<Container> found = engine.container(wanted);
        return found.orElseThrow(
                () -> new PlanException("the Docker Engine at " + engine.address() + " has no container " + wanted));
    }

    private String only(List<String> names, DockerEngine engine) {
        if (names.isEmpty()) {
            throw new PlanException(
                    "no container of the Docker Engine at " + engine.address() + " has the label " + label);
        }
        if (names.size() > 1) {
            throw new PlanException("label " + label + " is that of " + names.size() + " containers ("
                    + String.join(", ", names) + "): name one, docker:" + names.get(0));
        }
        return names.get(0);
    }
}
