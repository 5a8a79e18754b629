package dev.reliability.internal.process;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the library's own back ends reach what is behind a public process object, without making that public. */
public final class Supervisors {

    private static volatile @Nullable Function<AutoCloseable, ProcessSupervisor> access;

    private Supervisors() {}

    /** Called once by the public type. */
    public static void allow(Function<AutoCloseable, ProcessSupervisor> opener) {
        access = opener;
    }

    /** The supervisor of a {@code dev.reliability.local.ManagedProcess}. */
    public static ProcessSupervisor of(AutoCloseable managedProcess) {
        Function<AutoCloseable, ProcessSupervisor> opener = access;
        if (opener == null) {
            throw new IllegalStateException("no ManagedProcess was ever built");
        }
        return opener.apply(managedProcess);
    }
}
