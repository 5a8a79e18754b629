package dev.reliability.internal.jupiter;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.packaging.ServiceFiles;
import dev.reliability.internal.runner.Display;
import dev.reliability.internal.runner.ExperimentRunner;
import dev.reliability.internal.runner.FrontDoor;
import dev.reliability.internal.runner.Run;
import dev.reliability.junit.InvalidExperimentException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
        JUnitVersion.check();
        ServiceFiles.check();
        FluentReports.offer(context);
        ManagedProcesses.startStatic(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        JUnitVersion.check();
        ServiceFiles.check();
        FluentReports.offer(context);
        ManagedProcesses.startStatic(context);
        ManagedProcesses.startOfInstances(context);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws Exception {
        Proof[] proof = new Proof[1];
        try {
            begin(context, proof);
        } catch (RuntimeException | Error e) {
            Throwable unexpected = Unexpected.of(e);
            if (proof[0] != null) {
                proof[0].failedToStart(unexpected);
            }
            Unexpected.rethrow(unexpected);
        }
    }

    private static void begin(ExtensionContext context, @Nullable Proof[] proofs) throws Exception {
        Optional<Experiment> experiment = TestExperiment.of(context);
        if (experiment.isEmpty()) {
            return;
        }
        Proof proof = new Proof(context);
        proofs[0] = proof;
        Run run = start(context, experiment.get());
        if (run.awaitBodyMayStart()) {
            store(context).put(Run.class, new Begun(run, proof, experiment.get().runbook()));
            return;
        }
        proofs[0] = null;
        report(context, run, proof, experiment.get().runbook());
    }

    private static Run start(ExtensionContext context, Experiment experiment) {
        try {
            return ExperimentRunner.start(
                    experiment,
                    TestExperiment.problems(context, experiment),
                    FrontDoor.showing(Display.besideWhatIsThrown()));
        } catch (InvalidPlanException e) {
            InvalidExperimentException invalid = new InvalidExperimentException(e.problems());
            invalid.setStackTrace(e.getStackTrace());
            Stream.of(e.getSuppressed()).forEach(invalid::addSuppressed);
            throw invalid;
        }
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
        if (begun.isEmpty()) {
            invocation.proceed();
            return;
        }
        begun.get().run().bodyRunsHere();
        try {
            // How it ended is said by those who come later: a @Timeout around this call may turn a return into a
            // failure.
            begun.get().body().watch(invocation);
        } catch (OutOfMemoryError e) {
            // JUnit asks no handler about this one, nor does it call anything after the test.
            begun.get().run().bodyEnded(e);
            begun.get().run().awaitResult();
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
            begun.get().run().bodyEnded(begun.get().wentWrong(context).orElse(null));
            report(context, begun.get().run(), begun.get().proof(), begun.get().runbook());
        }
    }

    private static void report(ExtensionContext context, Run run, Proof proof, Optional<String> runbook)
            throws Exception {
        ExperimentResult result;
        try {
            result = run.awaitResult();
        } catch (RuntimeException | Error e) {
            Throwable unexpected = Unexpected.of(e);
            proof.failedToStart(unexpected);
            Unexpected.rethrow(unexpected);
            return;
        }
        proof.ended(result);
        ReportEntries.publish(context, result);
        AttachedJournal.publish(context, result.journal());
        Optional<Throwable> thrown = Verdicts.toThrow(result, runbook);
        if (thrown.isPresent()) {
            Unexpected.rethrow(thrown.get());
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

    private record Begun(Run run, Proof proof, Optional<String> runbook, BodyWitness body) {

        Begun(Run run, Proof proof, Optional<String> runbook) {
            this(run, proof, runbook, new BodyWitness());
        }

        /**
         * Returns what nobody told us of the body: what it threw and another extension swallowed, or why it never ran. A test
         * whose body was skipped proves nothing.
         */
        Optional<Throwable> wentWrong(ExtensionContext context) {
            if (body.ran()) {
                return body.thrown();
            }
            return Optional.of(context.getExecutionException()
                    .orElseGet(() -> new TestAbortedException(
                            body.isBlind()
                                    ? "another extension stands between the experiment and the test body, and nobody"
                                            + " can tell whether it let it run"
                                    : "another extension skipped the test body")));
        }
    }
}
