package dev.reliability.internal.process;

import java.util.List;

/** Opens the links of a process; found by {@link java.util.ServiceLoader}, so that processes do not depend on it. */
public interface LinkEngine {

    /** Listens on a port of 127.0.0.1 for each declaration. Either all are open when it returns, or none. */
    OpenLinks open(String process, List<LinkDeclaration> links);

    /** The links of one process; they stay open, on the same ports, while the process is killed and restarted. */
    interface OpenLinks extends AutoCloseable {

        /** The port of 127.0.0.1 by which the process reaches the dependency of that name. */
        int port(String name);

        /** Closes all of them and their connections; closing again does nothing. */
        @Override
        void close();
    }
}
