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
 * Takes a container off a network, as {@code docker network disconnect} does: it is out of reach there, and so is everything on that
 * network for it; others do not find its names.
 *
 * <pre>{@code
 * @DisconnectAttack(target = "db", network = "shop_backend", duration = "30s")
 * }</pre>
 *
 * <p>Proof: the engine says that it is off the network. At the end it gets back, with its names and a fixed address if it had one there.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(DisconnectAttack.Container.class)
@ReliabilityAnnotation(DisconnectAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface DisconnectAttack {

    /** Name of what is attacked: a {@link ReliabilityTarget}, a {@code target.NAME} of the profile, or an address. */
    String target();

    /** Name or id of the network; may be empty for a container that is on one only. */
    String network() default "";

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
        DisconnectAttack[] value();
    }
}
