package dev.reliability.internal.gate;

import dev.reliability.internal.engine.ExperimentFilesEngine;
import dev.reliability.internal.evidence.Manifest;
import dev.reliability.internal.evidence.Manifest.Invocation;
import dev.reliability.internal.evidence.TestKey;
import dev.reliability.internal.evidence.TestUnderWay;
import dev.reliability.internal.jupiter.ReliabilityTests;
import dev.reliability.internal.packaging.RepackagedJars;
import dev.reliability.junit.ExperimentFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Notes in the manifest what no extension sees: which reliability tests were planned, skipped, or failed outside of their experiment. */
public final class ManifestListener implements TestExecutionListener {

    private volatile @Nullable TestPlan plan;
    private volatile @Nullable Manifest manifest;
    private final Set<TestKey> planned = ConcurrentHashMap.newKeySet();

    /** Those that are reliability tests in each of their invocations, whatever their code does. */
    private final Set<TestKey> announced = ConcurrentHashMap.newKeySet();

    private final Set<String> joined = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean said = new AtomicBoolean();

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        TestUnderWay.planBegins(started.getConfigurationParameters()::get);
        planned.clear();
        announced.clear();
        joined.clear();
        Set<TestKey> tests = new LinkedHashSet<>();
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (TestIdentifier root : started.getRoots()) {
            for (TestIdentifier each : started.getDescendants(root)) {
                if (isReliabilityTest(each)) {
                    tests.add(key(each));
                    classes.addAll(classes(each));
                }
            }
        }
        planned.addAll(tests);
        announced.addAll(tests);
        if (!tests.isEmpty()) {
            Manifest opened = Manifest.in(started.getConfigurationParameters()::get);
            classes.forEach(opened::testedFrom);
            opened.planned(List.copyOf(tests));
            manifest = opened;
        }
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        admit(identifier);
        TestKey key = key(identifier);
        // classes and factories run code of their own: @BeforeAll, static initializers, what makes dynamic tests
        if (!key.classes().isEmpty() || !key.method().isEmpty()) {
            TestUnderWay.begins(
                    Invocation.now(identifier.getUniqueId(), key, identifier.getDisplayName()),
                    () -> joined(identifier, key));
        }
    }

    /** Some tests are known only by the experiment that their code begins. */
    private synchronized Manifest joined(TestIdentifier identifier, TestKey key) {
        joined.add(identifier.getUniqueId());
        boolean first = planned.add(key);
        Manifest opened = manifest;
        if (opened == null) {
            opened = open(Objects.requireNonNull(plan), key);
        } else if (first) {
            opened.joined(List.of(key));
        }
        classes(identifier).forEach(opened::testedFrom);
        return opened;
    }

    private Manifest open(TestPlan current, TestKey first) {
        Manifest opened = Manifest.in(current.getConfigurationParameters()::get);
        opened.planned(List.of(first));
        manifest = opened;
        return opened;
    }

    /** Some tests are in no plan: those of a class that is run with parameters are known only when it is. */
    private synchronized void admit(TestIdentifier identifier) {
        if (!(identifier.getSource().orElse(null) instanceof MethodSource) || !planned.add(key(identifier))) {
            return;
        }
        TestPlan current = plan;
        if (current == null || !isReliabilityTest(identifier)) {
            planned.remove(key(identifier));
            return;
        }
        announced.add(key(identifier));
        if (manifest == null) {
            open(current, key(identifier));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        admit(identifier);
        note(identifier, "SKIPPED", reason);
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        TestUnderWay.ends(identifier.getUniqueId());
        if (result.getStatus() != Status.SUCCESSFUL
                || joined.contains(identifier.getUniqueId())
                || identifier.isTest() && announced.contains(key(identifier))) {
            note(
                    identifier,
                    result.getStatus().name(),
                    result.getThrowable().map(this::explained).orElse(""));
        }
    }

    /** What is thrown where a class is not found names no jar; said at once, since nobody gets to the gate then. */
    private String explained(Throwable thrown) {
        Optional<String> hint = manifest == null ? Optional.empty() : RepackagedJars.hint(thrown);
        if (hint.isPresent() && said.compareAndSet(false, true)) {
            System.err.println("[reliability] " + hint.get());
        }
        return hint.map(words -> thrown.toString().lines().findFirst().orElse("") + ". " + words)
                .orElseGet(thrown::toString);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        TestUnderWay.planEnds();
        Manifest opened = manifest;
        if (opened != null) {
            opened.planOver();
            manifest = null;
        }
    }

    private void note(TestIdentifier identifier, String outcome, String message) {
        Manifest opened = manifest;
        if (opened == null) {
            return;
        }
        TestKey key = key(identifier);
        boolean concerns = key.method().isEmpty() ? planned.stream().anyMatch(key::covers) : planned.contains(key);
        if (concerns) {
            opened.outcome(identifier.getUniqueId(), key, identifier.isTest(), outcome, message);
        }
    }

    private boolean isReliabilityTest(TestIdentifier identifier) {
        List<Class<?>> classes = classes(identifier);
        if (file(identifier).isPresent()) {
            // files that were selected without a class are nobody's promise
            return classes.stream().anyMatch(type -> type.isAnnotationPresent(ExperimentFiles.class));
        }
        return identifier.getSource().orElse(null) instanceof MethodSource source
                && !classes.isEmpty()
                && ReliabilityTests.hasExperiment(classes, source.getJavaMethod());
    }

    /** Returns the test that an identifier is or belongs to, such as an invocation of a template; else its class. */
    private TestKey key(TestIdentifier identifier) {
        TestKey ofClass = TestKey.ofClass(classes(identifier));
        Optional<String> file = file(identifier);
        if (file.isPresent()) {
            return new TestKey(ofClass.classes(), file.get());
        }
        Optional<TestIdentifier> current = Optional.of(identifier);
        while (current.isPresent()) {
            TestSource source = current.get().getSource().orElse(null);
            if (source instanceof MethodSource method) {
                List<String> classes = ofClass.classes().isEmpty() ? List.of(method.getClassName()) : ofClass.classes();
                return new TestKey(classes, TestKey.signature(method.getJavaMethod()));
            }
            current = parent(current.get());
        }
        return identifier.isTest() ? nameless(identifier, ofClass) : ofClass;
    }

    /** A test of an engine that knows no methods, such as one of features or of fields. */
    private static TestKey nameless(TestIdentifier identifier, TestKey ofClass) {
        UniqueId id = identifier.getUniqueIdObject();
        List<String> around =
                ofClass.classes().isEmpty() ? List.of(id.getEngineId().orElse("unknown engine")) : ofClass.classes();
        return new TestKey(around, id.getLastSegment().getValue());
    }

    private static Optional<String> file(TestIdentifier identifier) {
        UniqueId.Segment last = identifier.getUniqueIdObject().getLastSegment();
        return identifier.isTest() && last.getType().equals(ExperimentFilesEngine.FILE)
                ? Optional.of(last.getValue())
                : Optional.empty();
    }

    private List<Class<?>> classes(TestIdentifier identifier) {
        List<Class<?>> classes = new ArrayList<>();
        Optional<TestIdentifier> current = Optional.of(identifier);
        while (current.isPresent()) {
            if (current.get().getSource().orElse(null) instanceof ClassSource source) {
                if (!classes.contains(source.getJavaClass())) {
                    classes.add(source.getJavaClass());
                }
            } else if (!classes.isEmpty()) {
                // The engine; a suite may be above it.
                break;
            }
            current = parent(current.get());
        }
        Collections.reverse(classes);
        return classes;
    }

    private Optional<TestIdentifier> parent(TestIdentifier identifier) {
        TestPlan current = plan;
        return current == null ? Optional.empty() : current.getParent(identifier);
    }
}
