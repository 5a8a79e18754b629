package dev.reliability.k8s;

import dev.reliability.experiment.When;
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
 * A steady state: every node that a selector of labels means is ready and not short of memory, disk or process ids, and there is
 * one. Watched, not polled.
 *
 * <pre>{@code
 * @SteadyNodes(selector = "node-role.kubernetes.io/worker")
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(SteadyNodes.Container.class)
@ReliabilityAnnotation(SteadyNodesFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface SteadyNodes {

    /** Name in reports; {@code nodes SELECTOR} by default. */
    String name() default "";

    /** Labels of the nodes; every node by default. */
    String selector() default "";

    /** Context of the kubeconfig; by default the environment variable {@code KUBERNETES_CONTEXT}, or else the current one. */
    String context() default "";

    /** How long one sample may take. */
    String timeout() default "3s";

    /** Time from the begin of one sample to the begin of the next. */
    String every() default "250ms";

    /** Longest contiguous failure that is allowed during the faults. */
    String outage() default "0s";

    /** Share of samples that may fail outside the allowed outage, such as {@code 1%}. */
    String tolerate() default "0%";

    /** How long after the revert it may take until it holds again. */
    String recoverWithin() default "30s";

    /** When it must hold. */
    When[] when() default {When.BEFORE, When.DURING, When.AFTER};

    /** Container of several on one element. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ReliabilityAnnotation
    @interface Container {

        /** The annotations. */
        SteadyNodes[] value();
    }
}
