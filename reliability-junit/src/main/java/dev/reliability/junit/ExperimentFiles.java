package dev.reliability.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.platform.commons.annotation.Testable;

/**
 * Runs Chaos Toolkit experiments, JSON or YAML, as tests: each file is one test with the title of the experiment as its name
 * and the tags of the experiment, and {@code reliability}, as its tags.
 *
 * <pre>{@code
 * @ExperimentFiles("experiments")
 * class ExperimentsIT {}
 * }</pre>
 *
 * <p>Files are never passed over: a place that does not exist, a directory without experiments and a file that is no valid
 * experiment are failing tests. A variable {@code {"type": "env", "key": "WEBAPP_URL"}} of an experiment is looked up as
 * placeholders are: in static {@link ReliabilityProperty} members of the class, configuration parameters of JUnit, system
 * properties, the environment, and the profile. Static {@link ReliabilityTarget} members of the class are started before
 * its first experiment and ended after its last.
 *
 * <p>A {@link Runbook} of the class is printed with every failure of an experiment that ran.
 *
 * <p>The class is a top-level or static one and needs no tests of its own; those that it has are run by Jupiter as ever.
 * Of Jupiter's annotations, {@code @Tag} and {@code @Disabled} on the class count for its experiments too; other
 * conditions, extensions and lifecycle methods do not.
 */
@Documented
@Testable
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@API(status = Status.EXPERIMENTAL, since = "0.1")
public @interface ExperimentFiles {

    /**
     * Files, directories with everything below them, or patterns such as <code>experiments/**&#47;db-*.yaml</code>: on the
     * test class path, jars included, or else in the file system, relative to the working directory. Placeholders such as
     * <code>${experiments:src/chaos}</code> are filled in from configuration parameters of JUnit, system properties, the
     * environment and the profile; the gate, which is not run by JUnit, sees the latter three.
     */
    String[] value();

    /** How experiments are judged; strictly by default. */
    Mode mode() default Mode.STRICT;

    /** Values for the configuration of the experiments, {@code name=value} or {@code name:type=value}; none by default. */
    String[] variables() default {};

    /** How experiments are judged. */
    enum Mode {
        /** As tests: nothing passes that was not proven. */
        STRICT,
        /**
         * As the Chaos Toolkit does it: green when its command would end with 0. It does so although the steady state was not
         * met before the method, every action failed, or rollbacks failed, and so the gate does not take it as a proof.
         */
        COMPAT
    }
}
