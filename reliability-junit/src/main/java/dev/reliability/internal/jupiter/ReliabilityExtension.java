package dev.reliability.internal.jupiter;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.plan.Planner;
import dev.reliability.internal.runner.ExperimentRunner;
import dev.reliability.internal.runner.Run;
import dev.reliability.junit.InvalidExperimentException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Runs the experiment of a test around its body. It begins after {@code @BeforeEach} and ends before {@code @AfterEach}, in
 * callbacks that no {@code @Timeout} interrupts; a failed body is judged with everything else.
 */
public final class ReliabilityExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                BeforeTestExecutionCallback,
                AfterTestExecutionCallback,
                TestExecutionExceptionHandler,
                InvocationInterceptor,
                ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ReliabilityExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        ManagedProcesses.startStatic(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ManagedProcesses.startStatic(context);
        ManagedProcesses.startOfInstances(context);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws Exception {
        Optional<Experiment> experiment = TestExperiment.of(context);
        if (experiment.isEmpty()) {
            return;
        }
        Proof proof = new Proof(context);
        Run run;
        try {
            run = start(context, experiment.get());
        } catch (RuntimeException | Error e) {
            proof.failedToStart(e);
            throw e;
        }
        if (run.awaitBodyMayStart()) {
            store(context).put(Run.class, new Begun(run, proof, experiment.get().runbook()));
            return;
        }
        report(context, run.awaitResult(), proof, experiment.get().runbook());
    }

    private static Run start(ExtensionContext context, Experiment experiment) {
        List<String> problems = TestExperiment.problems(context, experiment);
        try {
            if (!problems.isEmpty()) {
                throw new InvalidPlanException(withThoseOfThePlan(problems, experiment));
            }
            return ExperimentRunner.start(experiment);
        } catch (InvalidPlanException e) {
            InvalidExperimentException invalid = new InvalidExperimentException(e.problems());
            invalid.setStackTrace(e.getStackTrace());
            throw invalid;
        }
    }

    private static List<String> withThoseOfThePlan(List<String> problems, Experiment experiment) {
        List<String> all = new ArrayList<>(problems);
        try {
            Planner.plan(experiment);
        } catch (InvalidPlanException e) {
            all.addAll(e.problems());
        }
        return all;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    private static void proceed(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        Optional<Begun> begun = begun(context);
        begun.ifPresent(Begun::bodyRunsHere);
        try {
            // How it ended is said by those who come later: a @Timeout around this call may turn a return into a
            // failure.
            invocation.proceed();
        } catch (OutOfMemoryError e) {
            // JUnit asks no handler about this one, nor does it call anything after the test.
            begun.ifPresent(one -> {
                one.run().bodyEnded(e);
                one.run().awaitResult();
            });
            throw e;
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        Optional<Begun> begun = begun(context);
        if (begun.isEmpty()) {
            throw thrown;
        }
        begun.get().run().bodyEnded(thrown);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        Optional<Begun> begun = begun(context);
        if (begun.isPresent()) {
            begun.get().run().bodyEnded(begun.get().skipped(context).orElse(null));
            report(
                    context,
                    begun.get().run().awaitResult(),
                    begun.get().proof(),
                    begun.get().runbook());
        }
    }

    private static void report(ExtensionContext context, ExperimentResult result, Proof proof, Optional<String> runbook)
            throws Exception {
        proof.ended(result);
        ReportEntries.publish(context, result);
        Optional<Throwable> thrown = Verdicts.toThrow(result, runbook);
        if (thrown.isPresent() && thrown.get() instanceof Error error) {
            throw error;
        }
        if (thrown.isPresent() && thrown.get() instanceof Exception exception) {
            throw exception;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return HandleParameters.supports(parameter.getParameter().getType())
                && parameter.getDeclaringExecutable() instanceof Method method
                && context.getTestMethod().filter(method::equals).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Begun begun = begun(context)
                .orElseThrow(() -> new InvalidExperimentException(
                        List.of("parameter " + parameter.getParameter() + ": the test has no experiment")));
        return HandleParameters.resolve(
                parameter.getParameter(), new Handles(begun.run().handle()));
    }

    private static Optional<Begun> begun(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(Run.class, Begun.class));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private record Begun(Run run, Proof proof, Optional<String> runbook, AtomicBoolean bodyReached) {

        Begun(Run run, Proof proof, Optional<String> runbook) {
            this(run, proof, runbook, new AtomicBoolean());
        }

        void bodyRunsHere() {
            bodyReached.set(true);
            run.bodyRunsHere();
        }

        /** Returns why the body never ran, if it did not: a test whose body was skipped proves nothing. */
        Optional<Throwable> skipped(ExtensionContext context) {
            return bodyReached.get()
                    ? Optional.empty()
                    : Optional.of(context.getExecutionException()
                            .orElseGet(() -> new TestAbortedException("another extension skipped the test body")));
        }
    }
}
