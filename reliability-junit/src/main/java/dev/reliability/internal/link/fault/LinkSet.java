package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.AttackableLink;
import dev.reliability.internal.link.declared.LinkAddressException;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The links of which an attack hits some. */
interface LinkSet {

    /** Returns what they are called and where they lead to. */
    List<LinkDeclaration> declarations();

    /** Returns all of them by name, listening from now on. */
    Map<String, AttackableLink> open();

    /** Returns what they carry: TCP or UDP. */
    Protocol carries();

    /** Returns what identifies one of them among all links of this JVM. */
    Object identity(String name);

    /**
     * Returns what is hit, as the end of a sentence such as "Dropping all traffic …".
     *
     * @param target name of the target
     * @param hit the links that are
     */
    String traffic(String target, List<LinkDeclaration> hit);

    /** Says why nothing came by, where more can be said than that. */
    Optional<String> unused();

    /**
     * Returns where a link leads to at this moment; nobody changes that of a process.
     *
     * @throws LinkAddressException if that cannot be told
     */
    default LinkDeclaration now(LinkDeclaration link) {
        return link;
    }

    /** Tells whether they are closed with the target and not without it, so that a fault on them is over only with it. */
    default boolean endWithTarget() {
        return true;
    }
}
