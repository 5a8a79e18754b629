package dev.reliability.spi;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Code that an experiment file calls around its parts. One object serves one check of a file, one loading or one run; its
 * methods may be called from several threads when activities run in the background.
 *
 * <p>What a control throws is an error of the run when it is judged as a test, and is passed over when it is run as the
 * Chaos Toolkit does it. A {@link InterruptExperimentException} ends the run in both. What is thrown around the loading makes the
 * file invalid, so that nothing of it is run.
 *
 * <pre>{@code
 * final class Announce implements ExperimentControl {
 *     @Override
 *     public List<String> validate(Map<String, Object> definition) {
 *         boolean told = definition.get("provider") instanceof Map<?, ?> provider && provider.containsKey("arguments");
 *         return told ? List.of() : List.of("it has no argument \"channel\"");
 *     }
 *
 *     @Override
 *     public void before(ControlCall call) throws Exception {
 *         if (call.level() == ControlCall.Level.EXPERIMENT) {
 *             post(call.arguments().get("channel"), "begins");
 *         }
 *     }
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ExperimentControl {

    /**
     * Called when a file that names this control is checked, before anything is touched.
     *
     * @param definition the control as written: name, provider with its arguments, scope; references are not resolved
     * @return what is wrong with it, a clause each, which makes the file invalid; nothing by default. What is thrown counts too
     */
    default List<String> validate(Map<String, @Nullable Object> definition) {
        return List.of();
    }

    /**
     * Called once when a run begins, before any part of it, with the experiment as its level. A test ends as an error if this
     * throws: nothing is injected, and the control is not called any more. Run as the Chaos Toolkit does it, the experiment
     * carries on, whatever was thrown: without the control if it is one of every experiment, and with it if the file has it.
     *
     * @throws Exception if it cannot do what it is there for
     */
    default void configure(ControlCall call) throws Exception {}

    /**
     * Called before a part begins.
     *
     * @throws Exception if it cannot do what it is there for
     */
    default void before(ControlCall call) throws Exception {}

    /**
     * Called after a part ended, however it did.
     *
     * @throws Exception if it cannot do what it is there for
     */
    default void after(ControlCall call) throws Exception {}

    /** Called once when the run, or the loading, is over, also if {@link #configure} failed. */
    default void cleanUp() {}
}
