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
 * Loads the CPUs of the machine that a target runs on.
 *
 * <pre>{@code
 * @CpuAttack(target = "checkout", cores = 2, percent = 90, duration = "30s")
 * }</pre>
 *
 * <p>Proof: CPU time that the load consumed. The load ends by itself when its time is over or when the test JVM is gone.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(CpuAttack.Container.class)
@ReliabilityAnnotation(CpuAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface CpuAttack {

    /** Name of what is attacked: a {@link ReliabilityTarget}, a {@code target.NAME} of the profile, or an address. */
    String target();

    /** Number of cores that are loaded; 0 for all. */
    int cores() default 0;

    /** Load of each of them, 1 to 100. */
    int percent() default 100;

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
        CpuAttack[] value();
    }
}
