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
 * Shuts a target down: the whole machine or process. It stays down until the test body is done, all expectations are decided,
 * and each steady state is good again while it is down or has been out for longer than allowed; then it is started again where
 * that is possible. So an allowed outage must end although the target is down. A raw process id is terminal, and allowed.
 * A Linux host that is not rebooted needs {@code target.NAME.start} in the profile: the command that starts it again.
 *
 * <pre>{@code
 * @ShutdownAttack(target = "bookstore-api-blue")
 * }</pre>
 *
 * <p>Proof: the process is gone, the host does not answer. After the revert the target must be up again.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(ShutdownAttack.Container.class)
@ReliabilityAnnotation(ShutdownAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ShutdownAttack {

    /** Name of what is attacked: a {@link ReliabilityTarget}, a {@code target.NAME} of the profile, or an address. */
    String target();

    /** How long after the begin of the injection it comes. */
    String delay() default "0s";

    /** Whether it comes up again by itself at once, instead of staying down until the revert. */
    boolean reboot() default false;

    /**
     * How long it stays down at least, where a few good answers at once do not prove that users manage without it; as long as
     * the hypotheses need when empty.
     */
    String duration() default "";

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
        ShutdownAttack[] value();
    }
}
