package dev.reliability.internal.link.target;

import dev.reliability.internal.link.declared.DeclaredLink;
import dev.reliability.internal.link.declared.DeclaredLinks;
import dev.reliability.internal.link.declared.LinkAddressException;
import dev.reliability.local.Link;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The back end of {@link Link}. Its addresses are for journals alone: a link is an object of one JVM, and ends with it. */
public final class LinkTargetProvider implements TargetProvider {

    static final String SCHEME = "link";

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        throw new PlanException("\"" + address + "\" stands for nothing outside the test JVM that made it: declare"
                + " @ReliabilityTarget(\"" + name + "\") static final Link LINK = Link.to(\"HOST:PORT\")");
    }

    @Override
    public Optional<Target> adapt(String name, Object system, TargetContext context) {
        if (!(system instanceof Link link)) {
            return Optional.empty();
        }
        DeclaredLink declared = DeclaredLinks.of(link);
        try {
            return Optional.of(new LinkTarget(name, declared, new Address(SCHEME, "127.0.0.1:" + link.port())));
        } catch (LinkAddressException e) {
            throw new PlanException(String.valueOf(e.getMessage()));
        }
    }

    /** A link ended with the JVM that held it, and so did what was done to it. */
    @Override
    public List<String> undo(UndoRecord record, TargetContext context) {
        return List.of();
    }
}
