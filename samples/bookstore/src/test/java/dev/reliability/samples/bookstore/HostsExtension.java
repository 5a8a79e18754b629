package dev.reliability.samples.bookstore;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Boots the hosts before the first test of a class, and ends them after its last; skips it where they cannot be. */
final class HostsExtension implements BeforeAllCallback, AfterAllCallback {

    private @Nullable Hosts hosts;
    private @Nullable Class<?> owner;

    Hosts hosts() {
        return Objects.requireNonNull(hosts, "the hosts run while the tests of the class do");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (hosts != null) {
            return;
        }
        Hosts.missing().ifPresent(missing -> Assumptions.abort("The Bookstore on hosts is not tested: it " + missing));
        owner = context.getRequiredTestClass();
        hosts = Hosts.boot();
    }

    /** Nested classes end before the class that owns the hosts. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (hosts != null && context.getRequiredTestClass().equals(owner)) {
            hosts.close();
            hosts = null;
        }
    }
}
