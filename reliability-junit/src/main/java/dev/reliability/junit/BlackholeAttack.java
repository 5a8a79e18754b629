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
 * Cuts a target off from hosts, addresses or ports: what it sends to them and what they send to it vanishes, on new and on
 * established connections. At least one of {@link #hosts()}, {@link #addresses()} and {@link #ports()} is needed.
 *
 * <pre>{@code
 * @BlackholeAttack(target = "bookstore-api-blue", duration = "240s",
 *         hosts = {"^api.gremlin.com", "cdn.bookstore.example", "db.bookstore.example"})
 * }</pre>
 *
 * <p>Proof: bytes or packets that the fault swallowed. Undone by opening the link, or by the kernel when the lease ends.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(BlackholeAttack.Container.class)
@ReliabilityAnnotation(BlackholeAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface BlackholeAttack {

    /** Name of what is attacked: a {@link ReliabilityTarget}, a {@code target.NAME} of the profile, or an address. */
    String target();

    /** Host names that are cut off; {@code ^} before a name spares it. Exclusion wins; without any inclusion everything is meant that is not excluded. */
    String[] hosts() default {};

    /** IP addresses and CIDR blocks, selected as {@link #hosts()} are. */
    String[] addresses() default {};

    /** Remote ports, such as {@code "5432"} or {@code "8000-8100"}, selected as {@link #hosts()} are. */
    String[] ports() default {};

    /** Protocol that is affected. */
    Protocol protocol() default Protocol.ALL;

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
        BlackholeAttack[] value();
    }
}
