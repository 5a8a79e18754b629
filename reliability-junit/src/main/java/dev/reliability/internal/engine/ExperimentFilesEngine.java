package dev.reliability.internal.engine;

import java.util.Optional;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;

/**
 * Runs experiment files as tests, one after the other. Each hangs below the class that names it, never directly below the
 * engine: build tools only count what is below a class.
 */
public final class ExperimentFilesEngine extends HierarchicalTestEngine<EngineContext> {

    /** The id of the engine. */
    public static final String ID = "reliability-experiments";

    /** The type of the last segment of a test's id, whose value is the name of the file. */
    public static final String FILE = "experiment";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Optional<String> getGroupId() {
        return Optional.of("dev.reliability");
    }

    @Override
    public Optional<String> getArtifactId() {
        return Optional.of("reliability-junit");
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        return new Discovery(request, id).discover();
    }

    @Override
    protected EngineContext createExecutionContext(ExecutionRequest request) {
        return new EngineContext(request.getConfigurationParameters(), request.getEngineExecutionListener());
    }
}
