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
 * Takes a node out of service as an administrator does: new pods are kept from it, and those that it has are evicted. Disruption
 * budgets count: one that allows nothing is refused before anything is touched. Pods of daemon sets stay; so do those of
 * {@code kube-system}, unless they are asked for.
 *
 * <pre>{@code
 * @DrainNodeAttack(target = "k8s:node/worker-2", duration = "2m")
 * }</pre>
 *
 * <p>Proof: the pods that were on the node do not serve any more. At the end pods are let on the node again, and the evicted ones
 * must be replaced.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(DrainNodeAttack.Container.class)
@ReliabilityAnnotation(DrainNodeAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface DrainNodeAttack {

    /** Name of the node that is drained: a {@code target.NAME} of the profile, or an address such as {@code k8s:node/worker-2}. */
    String target();

    /** Whether pods of {@code kube-system} are evicted, too. */
    boolean system() default false;

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
        DrainNodeAttack[] value();
    }
}
