package dev.reliability.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Sends a signal to processes on a target.
 *
 * <pre>{@code
 * @ProcessKillAttack(target = "bookstore-api-blue", process = "postgres", signal = "KILL")
 * }</pre>
 *
 * <p>Proof: the processes that matched are gone, or stopped for {@code STOP}. A target process that was killed is started again by
 * the revert, a stopped one goes on.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(ProcessKillAttack.Container.class)
@ReliabilityAnnotation(ProcessKillAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ProcessKillAttack {

    /** Name of what is attacked: a {@link ReliabilityTarget}, a {@code target.NAME} of the profile, or an address. */
    String target();

    /**
     * Regular expression that the command line of a process must contain a match of; empty for the target process itself. For
     * a host it is an extended one (POSIX), and must be given.
     */
    String process() default "";

    /**
     * Signal: {@code KILL}, {@code TERM}, {@code INT}, {@code HUP}, {@code QUIT}, {@code ABRT}; for processes of this machine
     * and whole containers {@code STOP}, too.
     */
    String signal() default "KILL";

    /** How often it is sent again to whatever matches then; once when empty. */
    String repeatEvery() default "";

    /**
     * How long the fault lasts. With expectations at most: it ends when all of them are decided, each steady state is good again
     * under it or broken, everything that was asked for was hit, and the test body is done.
     */
    String duration() default "60s";

    /** How long after the begin of the injection it comes. */
    String delay() default "0s";

    /** Name of the attack, for {@link Named} parameters and reports; needed where a test has several. */
    String name() default "";

    /** Container of several on one element. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ReliabilityAnnotation
    @interface Container {

        /** The annotations. */
        ProcessKillAttack[] value();
    }
}
