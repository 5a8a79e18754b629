package dev.reliability.aws;

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
 * Terminates instances of an auto scaling group, for good. Their group replaces them; an instance that nothing would replace is
 * refused. Which of the group, {@code target.NAME.select} says.
 *
 * <pre>{@code
 * @TerminateInstancesAttack(target = "web")
 * }</pre>
 *
 * <p>Proof: the chosen instances are gone. The test ends as an error if the group has not as many healthy instances in service as
 * before, 15 minutes after it was over.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(TerminateInstancesAttack.Container.class)
@ReliabilityAnnotation(TerminateInstancesAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface TerminateInstancesAttack {

    /** Name of what is attacked: a {@code target.NAME} of the profile, or an address such as {@code asg:web}. */
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
        TerminateInstancesAttack[] value();
    }
}
