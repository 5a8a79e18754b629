package dev.reliability.k8s;

import dev.reliability.junit.ReliabilityAnnotation;
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
 * Lets a workload replace all its pods, as {@code kubectl rollout restart} does and as every release does. How many are away at
 * once is the workload's own setting.
 *
 * <pre>{@code
 * @RolloutRestartAttack(target = "k8s:shop/deployment/greeter")
 * }</pre>
 *
 * <p>Proof: every pod that was there is replaced. The test ends as an error if as many pods as before are not ready five minutes
 * after it was over.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(RolloutRestartAttack.Container.class)
@ReliabilityAnnotation(RolloutRestartAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface RolloutRestartAttack {

    /** Name of what is restarted: a {@code target.NAME} of the profile, or an address such as {@code k8s:shop/deployment/web}. */
    String target();

    /** How long the fault is watched at most; by default until the test body is done. */
    String duration() default "";

    /** How long after the begin of the injection it comes. */
    String delay() default "0s";

    /** Name of the attack, for reports and parameters; needed where a test has several. */
    String name() default "";

    /** Container of several on one element. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ReliabilityAnnotation
    @interface Container {

        /** The annotations. */
        RolloutRestartAttack[] value();
    }
}
