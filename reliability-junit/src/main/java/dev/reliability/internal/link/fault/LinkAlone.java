package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.AttackableLink;
import dev.reliability.internal.link.LinkTotals;
import dev.reliability.internal.link.declared.DeclaredLink;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A link that is a target by itself.
 *
 * @param link what the test declares
 * @param declaration where it led to when the attack was planned; its name is that of the target
 */
record LinkAlone(DeclaredLink link, LinkDeclaration declaration) implements LinkSet {

    @Override
    public List<LinkDeclaration> declarations() {
        return List.of(declaration);
    }

    @Override
    public Protocol carries() {
        return link.carries();
    }

    @Override
    public Map<String, AttackableLink> open() {
        return Map.of(declaration.name(), link.open());
    }

    @Override
    public Object identity(String name) {
        return link;
    }

    @Override
    public String traffic(String target, List<LinkDeclaration> hit) {
        return "to " + declaration.upstream() + " through link " + target + " (" + listens() + ")";
    }

    @Override
    public Optional<String> unused() {
        LinkTotals totals = link.open().totals();
        if (totals.accepted() == 0) {
            String came = carries() == Protocol.UDP ? "sent anything" : "connected";
            return Optional.of("nobody has " + came + " to " + listens() + ", the address of link " + declaration.name()
                    + ", so whatever uses " + declaration.upstream()
                    + " goes there by another way: check where the application connects, it must be given "
                    + link.expression() + ".address()");
        }
        return Optional.empty();
    }

    /** What its supplier says may have changed since the attack was planned. */
    @Override
    public LinkDeclaration now(LinkDeclaration link) {
        return this.link.upstream(link.name());
    }

    /** Whoever has it may close it, and the next use opens it again without the fault. */
    @Override
    public boolean endWithTarget() {
        return false;
    }

    private String listens() {
        return "127.0.0.1:" + link.open().port();
    }
}
