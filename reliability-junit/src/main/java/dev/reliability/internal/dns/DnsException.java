package dev.reliability.internal.dns;

import java.io.IOException;

/** Says why a name server's answer is of no use. */
public final class DnsException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public DnsException(String message) {
        super(message);
    }
}
