package dev.reliability.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One fault on one target, from injection to the proof that nothing is left of it. Planned by a {@link Target}; the runner
 * calls the methods in the order prepare, inject, evidence, revert, residue, from one thread at a time.
 *
 * <p>The end of a fault must not depend on this process: whatever {@link #inject()} does ends by itself on the target (a
 * kernel timeout, an owner with an expiry, a schedule armed before).
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Fault {

    /** Returns what is done to what, as reports say it: {@code blackhole of bookstore-api-blue}. */
    String description();

    /**
     * Returns what the console says when it is injected, a line each: what is dropped, what is spared. Empty by default.
     */
    default List<String> effects() {
        return List.of();
    }

    /**
     * Returns how many of the things that its target stands for it takes, as {@link Target#size()} counts them; empty, as by
     * default, for all of them.
     */
    default OptionalInt takes() {
        return OptionalInt.empty();
    }

    /**
     * Returns what the controller must be allowed to do in order to inject, prove and revert it. {@code reliability plan} prints
     * it, and what can be checked is checked before anything is touched. Nothing by default.
     */
    default Set<Right> rights() {
        return Set.of();
    }

    /**
     * Returns how soon after its bite whatever fails over because of it can have done so: a database takes its time to promote
     * a standby. An expectation that must come sooner is refused. Not known by default.
     */
    default Optional<Floor> floor() {
        return Optional.empty();
    }

    /** Returns how a later run undoes this fault; written to disk before {@link #inject()}. */
    UndoRecord undo();

    /**
     * Gets everything ready so that {@link #inject()} takes as little time as possible, and takes the target so that no other
     * run attacks it, without any effect on the target's work. Called before the baseline, after {@link #undo()} was written to
     * disk; {@link #revert()} is called afterwards even if the fault is never injected. Does nothing by default.
     *
     * @throws Exception if it could not be made ready, for instance because another run attacks the target
     */
    default void prepare() throws Exception {}

    /**
     * Tells whether {@link #prepare()} changes anything on the target. If not, as by default, it is not called, nothing is
     * written down and nothing reverted before {@link #inject()}; so a run that dies before leaves nothing to undo.
     */
    default boolean preparesTarget() {
        return false;
    }

    /**
     * Looks at the target directly before {@link #inject()}, changing nothing: a bite proves only what was not so before. A process
     * that is gone already, a host that no longer answers, a name that does not resolve cannot be taken away. Nothing is found by
     * default.
     *
     * @return what is so already, as a clause such as {@code process 4711 was gone already}; the fault is then not injected and
     *     the test proves nothing. Empty when the fault can make a difference
     * @throws Exception if the target cannot be asked
     */
    default Optional<String> alreadySo() throws Exception {
        return Optional.empty();
    }

    /**
     * Injects the fault. Returns when it is in force as far as the back end can tell.
     *
     * @throws Exception if it could not be injected; {@link #revert()} is called even then
     */
    void inject() throws Exception;

    /**
     * Tells whether the fault bit. Polled after {@link #inject()} until it did, and once more before the revert.
     *
     * @throws Exception if the target cannot be asked
     */
    Evidence evidence() throws Exception;

    /**
     * Tells why the fault is not in force any more although nobody reverted it, for instance because its lease ran out. Asked
     * again and again while the fault is in force, so it is answered from what is known, without asking the target. A fault
     * that is lost ends the experiment with an error: what was seen after it says nothing.
     *
     * @return the reason, as the end of the sentence "FAULT ended by itself: …", or empty while all is well
     */
    default Optional<String> lost() {
        return Optional.empty();
    }

    /**
     * Ends the fault. Idempotent; called whatever happened before, also when {@link #inject()} failed half-way. Returns when
     * the target works again as far as the back end can tell.
     *
     * @throws Exception if the fault could not be ended
     */
    void revert() throws Exception;

    /**
     * Looks for what is left of the fault after {@link #revert()}.
     *
     * @return what is left, as clauses such as {@code table inet rl_7f3a is still there}; empty is the proof of being gone
     * @throws Exception if the target cannot be asked
     */
    List<String> residue() throws Exception;

    /**
     * Returns what stays as it is although {@link #revert()} did its work, because somebody asked for that. Reports say it where
     * they would otherwise say that nothing is left behind. Asked after the revert, and answered from what is known, without asking
     * the target; nothing by default.
     *
     * @return what stays and why, as clauses such as {@code the rollback "heal" was not played (strategy never)}
     */
    default List<String> stays() {
        return List.of();
    }

    /**
     * Returns the one command that undoes the fault by hand, as it is pasted into a shell of the controller's machine, where it
     * is not a sweep of {@link UndoRecord#address()}; that is the default, and the run knows how it is called there.
     */
    default Optional<String> remedy() {
        return Optional.empty();
    }

    /** Returns how long the target may take after the revert until it works again. The runner waits so long for it. */
    default Duration expectedTimeToHeal() {
        return Duration.ofSeconds(30);
    }

    /**
     * Tells whether what {@link #residue()} found may go away by itself, or by another {@link #revert()}. If so, both are
     * tried again until {@link #expectedTimeToHeal()} is over; so it is by default.
     */
    default boolean mayHeal() {
        return true;
    }

    /** Returns how long after the injection the bite may take to be seen when the fault has no duration; 30 s by default. */
    default Duration timeToProve() {
        return Duration.ofSeconds(30);
    }

    /**
     * Tells whether the bite can only be seen when somebody sends traffic. If so, the test body starts once the fault is in
     * force, since the body may be the traffic; otherwise it starts once the bite is proven.
     */
    default boolean awaitsTraffic() {
        return false;
    }

    /**
     * Tells whether {@link #inject()} and {@link #evidence()} answer at once whatever happens, as they touch nothing but the
     * memory of this JVM. Others, as by default, are called on a thread of their own and waited for with a deadline, which
     * takes longer than such a call.
     */
    default boolean answersAtOnce() {
        return false;
    }

    /**
     * Returns how long after one answer {@link #evidence()} is asked again. By default 5 ms for what answers at once, and 1 s
     * for everything else, which may be a remote service that limits how often it is asked.
     */
    default Duration evidenceInterval() {
        return answersAtOnce() ? Duration.ofMillis(5) : Duration.ofSeconds(1);
    }

    /**
     * Returns how long after a {@link #revert()} that left something it is tried again. Each further pause is twice as long, up
     * to 30 s or this, whichever is longer. By default 5 ms for what answers at once, and 1 s for everything else.
     */
    default Duration retryInterval() {
        return answersAtOnce() ? Duration.ofMillis(5) : Duration.ofSeconds(1);
    }

    /**
     * Tells whether this fault cannot be in force together with another one on the same target.
     *
     * @param other another fault of the same experiment on a target with one of the same {@link Target#resources()}
     */
    default boolean excludes(Fault other) {
        return false;
    }
}
