package dev.reliability.internal.link.declared;

/** A link that leads nowhere, as nobody can tell the address of its upstream. */
public final class LinkAddressException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    LinkAddressException(DeclaredLink link, String why) {
        super(link.expression() + " has no address to lead to: " + why);
    }
}
