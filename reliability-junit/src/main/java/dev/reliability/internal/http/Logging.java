package dev.reliability.internal.http;

import org.slf4j.LoggerFactory;

/** The HTTP client logs by SLF4J, which complains on the console where a project has no logging at all. */
public final class Logging {

    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private Logging() {}

    /** Begins logging, and lets SLF4J speak of real problems only while it does. To be called before a client is made. */
    public static void begin() {
        if (System.getProperty(VERBOSITY) != null) {
            LoggerFactory.getILoggerFactory();
            return;
        }
        System.setProperty(VERBOSITY, "ERROR");
        try {
            LoggerFactory.getILoggerFactory();
        } finally {
            System.clearProperty(VERBOSITY);
        }
    }
}
