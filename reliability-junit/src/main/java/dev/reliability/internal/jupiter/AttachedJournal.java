package dev.reliability.internal.jupiter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The journal of a run as a file of its test, so that whatever reads JUnit's reports has it. */
final class AttachedJournal {

    static final String NAME = "journal.json";
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private AttachedJournal() {}

    /** Attaches a copy. One that cannot be attached changes no verdict: the gate reads the journal itself. */
    static void publish(ExtensionContext context, Optional<Path> journal) {
        publish(context, journal, NAME);
    }

    /** Attaches a copy by another name, where a test has several. */
    static void publish(ExtensionContext context, Optional<Path> journal, String name) {
        if (journal.isEmpty()) {
            return;
        }
        try {
            publish(context, journal.get(), name);
        } catch (RuntimeException | LinkageError e) {
            if (!isForbidden(e) && SAID.compareAndSet(false, true)) {
                System.err.println("[reliability] journals are not attached to the tests of this JVM: " + e);
            }
        }
    }

    /** JUnit's test kit lets nothing be attached unless somebody asks for it: whoever runs tests by it knows, or need not. */
    static boolean isForbidden(Throwable e) {
        return String.valueOf(e.getMessage()).startsWith("Writing outputs is disabled");
    }

    // the only form that JUnit 5.12 has; 5.14 brought another type of the same name, and has both
    @SuppressWarnings("deprecation")
    private static void publish(ExtensionContext context, Path journal, String name) {
        ThrowingConsumer<Path> copy = file -> Files.copy(journal, file, StandardCopyOption.REPLACE_EXISTING);
        try {
            context.publishFile(name, org.junit.jupiter.api.extension.MediaType.APPLICATION_JSON, copy);
        } catch (LinkageError e) {
            context.publishDirectory("reliability", directory -> copy.accept(directory.resolve(name)));
        }
    }
}
