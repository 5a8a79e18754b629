package dev.reliability.internal.link.declared;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the library reaches what is behind a public link, without making that public. */
public final class DeclaredLinks {

    private static volatile @Nullable Function<Object, DeclaredLink> access;

    private DeclaredLinks() {}

    /** Called once by the public type. */
    public static void allow(Function<Object, DeclaredLink> opener) {
        access = opener;
    }

    /** Returns what is behind a {@code dev.reliability.local.Link}. */
    public static DeclaredLink of(Object link) {
        Function<Object, DeclaredLink> opener = access;
        if (opener == null) {
            throw new IllegalStateException("no Link was ever made");
        }
        return opener.apply(link);
    }
}
