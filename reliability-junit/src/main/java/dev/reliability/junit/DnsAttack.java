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
 * Keeps a target from resolving names.
 *
 * <pre>{@code
 * @DnsAttack(target = "checkout", duration = "30s")
 * }</pre>
 *
 * <p>Proof: queries that went unanswered.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(DnsAttack.Container.class)
@ReliabilityAnnotation(DnsAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface DnsAttack {

    /** Name of what is attacked: a {@link ReliabilityTarget}, a {@code target.NAME} of the profile, or an address. */
    String target();

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
        DnsAttack[] value();
    }
}
