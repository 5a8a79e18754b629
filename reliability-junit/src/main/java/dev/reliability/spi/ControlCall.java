package dev.reliability.spi;

import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call of a control by an experiment: around what it is called, and what is known there.
 *
 * <p>Values are what JSON can hold. All maps are immutable.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ControlCall {

    /** The parts of an experiment that controls are called around. */
    enum Level {
        /**
         * The reading of it, before anything is checked. Only controls of every experiment, those of settings and control files,
         * are called around it. The context has the one entry {@code source}, the file or URL; nothing is known of the
         * experiment before it, and its state afterwards is the experiment, or {@code null} if it could not be read. There is no
         * configuration yet.
         */
        LOADING,
        /** The whole of it. */
        EXPERIMENT,
        /** One check of the steady state. */
        HYPOTHESIS,
        /** All activities of the method. */
        METHOD,
        /** All rollbacks. */
        ROLLBACK,
        /** One activity, wherever it stands. */
        ACTIVITY
    }

    /** Returns around what it is called. */
    Level level();

    /** Returns the name of the control in the experiment. */
    String control();

    /** Returns the arguments of the control, with values in place of references. */
    Map<String, @Nullable Object> arguments();

    /** Returns the part of the experiment as written: the experiment, the hypothesis or the activity. */
    Map<String, @Nullable Object> context();

    /** Returns what came of the part, in the form of the journal; {@code null} before it. */
    @Nullable
    Object state();

    /** Returns the experiment as written; empty before it is loaded. */
    Map<String, @Nullable Object> experiment();

    /** Returns the configuration of the experiment, resolved. */
    Map<String, @Nullable Object> configuration();

    /** Returns the secrets by group. Never log them. */
    Map<String, @Nullable Object> secrets();

    /**
     * Sets a value of the configuration for what comes after this call.
     *
     * @throws IllegalStateException if the experiment is only being loaded
     */
    void configuration(String name, @Nullable Object value);
}
