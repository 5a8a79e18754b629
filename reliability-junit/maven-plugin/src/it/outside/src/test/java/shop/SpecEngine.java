package shop;

import java.util.List;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** An engine whose tests hang directly under it, in no class: Surefire counts none of them, whether they pass or fail. */
public final class SpecEngine implements TestEngine {

    @Override
    public String getId() {
        return "specs";
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor engine = new EngineDescriptor(id, "Specs");
        boolean asked = Boolean.getBoolean("specs")
                && request.getSelectorsByType(ClassSelector.class).stream()
                .anyMatch(selector -> selector.getClassName().equals(SpecsIT.class.getName()));
        if (asked) {
            engine.addChild(new Spec(
                    id.append("spec", "of a method"), MethodSource.from(SpecsIT.class.getName(), "theShopIsOpen", "")));
            engine.addChild(new Spec(id.append("spec", "of nothing"), null));
        }
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        EngineExecutionListener listener = request.getEngineExecutionListener();
        TestDescriptor engine = request.getRootTestDescriptor();
        listener.executionStarted(engine);
        for (TestDescriptor spec : List.copyOf(engine.getChildren())) {
            listener.executionStarted(spec);
            TestExecutionResult result = TestExecutionResult.successful();
            try {
                SpecsIT.theShopIsOpen();
            } catch (AssertionError e) {
                result = TestExecutionResult.failed(e);
            }
            listener.executionFinished(spec, result);
        }
        listener.executionFinished(engine, TestExecutionResult.successful());
    }

    private static final class Spec extends AbstractTestDescriptor {

        Spec(UniqueId id, TestSource source) {
            super(id, id.getLastSegment().getValue(), source);
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }
    }
}
