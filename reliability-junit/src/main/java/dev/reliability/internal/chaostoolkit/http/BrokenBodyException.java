package dev.reliability.internal.chaostoolkit.http;

import java.io.IOException;

/** A response that began well. */
final class BrokenBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenBodyException(String reason, IOException cause) {
        super(reason, cause);
    }
}
