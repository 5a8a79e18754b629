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
 * Has a database of RDS fail over: an instance with a standby in another zone by a reboot with failover, a cluster by making one of
 * its readers the writer.
 *
 * <pre>{@code
 * @RdsFailoverAttack(target = "rds-cluster:books", to = "books-2")
 * @ExpectFailover(signal = "rds-cluster:books", from = "books-1", to = "books-2", within = "2m")
 * }</pre>
 *
 * <p>Proof: the database is written elsewhere than before. It stays there; failing back would be another outage. The test ends as an
 * error if it is not available again 15 minutes after it was over.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(RdsFailoverAttack.Container.class)
@ReliabilityAnnotation(RdsFailoverAttackFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface RdsFailoverAttack {

    /** Name of what is attacked: a {@code target.NAME} of the profile, or an address such as {@code rds-cluster:books}. */
    String target();

    /** Identifier of the reader that is to become the writer; by default any. For clusters only. */
    String to() default "";

    /** How long the failover is watched at most; by default until the test body is done. */
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
        RdsFailoverAttack[] value();
    }
}
