package dev.reliability.junit;

import dev.reliability.internal.jupiter.ExperimentLocks;
import dev.reliability.internal.jupiter.ReliabilityExtension;
import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Makes an annotation part of the experiment of the tests that it stands on: names the factory that puts it into the plan,
 * registers the extension and adds {@code @Tag("reliability")}. A team's own attack is an annotation with this one on it:
 *
 * <pre>{@code
 * @Retention(RUNTIME)
 * @Target({METHOD, TYPE})
 * @ReliabilityAnnotation(CacheFlushAttack.Factory.class)
 * @interface CacheFlushAttack {
 *
 *     String target();
 *
 *     final class Factory implements ExperimentFactory<CacheFlushAttack> {
 *         public void contribute(CacheFlushAttack attack, ExperimentBuilder experiment, Place place) {
 *             experiment.attack(FaultSpec.of("cache flush", attack.target())
 *                     .plannedBy((target, request) -> new CacheFlush(target))
 *                     .at(place));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>The container of a repeatable annotation needs this annotation as well, with its default factory.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
@ExtendWith(ReliabilityExtension.class)
// JUnit before 5.12 needs a name to get as far as our extension, which says that it is too old; readers exclude nobody
@ResourceLock(value = "dev.reliability.junit", mode = ResourceAccessMode.READ, providers = ExperimentLocks.class)
@Tag("reliability")
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ReliabilityAnnotation {

    /** Puts the annotation into the plan. It has a constructor without parameters, of any visibility. */
    Class<? extends ExperimentFactory<? extends Annotation>> value() default ExperimentFactory.OfContainer.class;
}
