package dev.reliability.internal.jupiter;

import dev.reliability.internal.link.declared.DeclaredLink;
import dev.reliability.internal.link.declared.DeclaredLinks;
import dev.reliability.internal.link.declared.LinkAddressException;
import dev.reliability.local.Link;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Opens the links that test classes declare. Those of static fields stay open to the end of the test plan, as whatever was given
 * their address may outlive the class; others end with the instance or the test that they belong to.
 */
public final class TestLinks {

    private static final Namespace NAMESPACE = Namespace.create(TestLinks.class);

    private TestLinks() {}

    /** Opens what a member of a class holds, if it is a link, for as long as the test plan lasts. */
    public static void open(Member member, Object value) {
        if (value instanceof Link link) {
            open(member, DeclaredLinks.of(link));
        }
    }

    private static void open(Member member, DeclaredLink link) {
        link.declaredAs(TestMembers.name(member) + (member instanceof Method ? "()" : ""));
        try {
            link.open();
        } catch (LinkAddressException e) {
            // is a problem of the plans of those tests that attack it, and said there
            return;
        }
    }

    /** Opens what a member of an instance holds, if it is a link, and closes it with its owner. */
    static void openUntilEndOf(ExtensionContext owner, Member member, Object value) {
        if (value instanceof Link link) {
            open(member, DeclaredLinks.of(link));
            owner.getStore(NAMESPACE).getOrComputeIfAbsent(link, Opened::new, Opened.class);
        }
    }

    /** Opens what a method returned, if it is a link; what nobody used before is closed with its owner. */
    static void openReturned(ExtensionContext owner, Method method, Link link) {
        if (DeclaredLinks.of(link).isOpen()) {
            open(method, link);
        } else {
            openUntilEndOf(owner, method, link);
        }
    }

    /** JUnit before 5.13 closes only the one kind of resource, later ones prefer the other. */
    @SuppressWarnings("deprecation")
    private record Opened(Link link) implements CloseableResource, AutoCloseable {

        @Override
        public void close() {
            link.close();
        }
    }
}
