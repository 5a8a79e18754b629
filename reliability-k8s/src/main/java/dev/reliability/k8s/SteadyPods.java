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
 * A steady state: every pod that a selector of labels means is in a phase, and there is one. Watched, not polled.
 *
 * <pre>{@code
 * @SteadyPods(selector = "app=webapp-pod", namespace = "shop")
 * }</pre>
 *
 * <p>A pod that runs may still serve nobody: say what users see by a {@code @SteadyState} as well.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(SteadyPods.Container.class)
@ReliabilityAnnotation(SteadyPodsFactory.class)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface SteadyPods {

    /** Name in reports; {@code pods SELECTOR} by default. */
    String name() default "";

    /** Labels of the pods, as {@code kubectl} reads them: {@code app=web,tier in (a, b)}. */
    String selector();

    /** Namespace of the pods; by default that of the context. */
    String namespace() default "";

    /** Phase that every pod must be in: {@code Pending}, {@code Running}, {@code Succeeded} or {@code Failed}. */
    String phase() default "Running";

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
        SteadyPods[] value();
    }
}
