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
 * Deletes pods. Each is deleted by its name and only as the very pod that was chosen, so a replacement that took the name is
 * spared. Whoever owns the pods replaces them; a pod that nobody owns is refused.
 *
 * <pre>{@code
 * @TerminatePodsAttack(target = "greeter", percent = "50")
 * }</pre>
 *
 * <p>Proof: the pods with these UIDs are gone. The test ends as an error if as many pods as before are not ready again two
 * minutes after it was over.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(TerminatePodsAttack.Container.class)
@ReliabilityAnnotation(TerminatePodsAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface TerminatePodsAttack {

    /** Name of what is attacked: a {@code target.NAME} of the profile, or an address such as {@code k8s:shop/app=web}. */
    String target();

    /** How many pods; by default as {@code target.NAME.select} says, or else all. */
    String count() default "";

    /** Which share of the pods, in percent; at least one. */
    String percent() default "";

    /** How long a pod may take to end, as a duration; by default as long as it asks for itself. */
    String gracePeriod() default "";

    /** Seed of the choice, which makes it the same again; by default {@code target.NAME.seed}, or else a new one each time. */
    String seed() default "";

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
        TerminatePodsAttack[] value();
    }
}
