package dev.reliability.internal.engine;

import dev.reliability.junit.InvalidExperimentException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** A place without experiments: a test that fails, since nobody asks for nothing. */
final class PlaceDescriptor extends AbstractTestDescriptor implements Node<EngineContext> {

    private final FileFinder.Problem problem;

    PlaceDescriptor(UniqueId id, FileFinder.Problem problem) {
        super(id, problem.place());
        this.problem = problem;
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }

    @Override
    public Set<TestTag> getTags() {
        Set<TestTag> tags = new LinkedHashSet<>(getParent().orElseThrow().getTags());
        tags.add(FileDescriptor.RELIABILITY);
        return tags;
    }

    @Override
    public EngineContext execute(EngineContext context, DynamicTestExecutor tests) {
        throw new InvalidExperimentException(List.of(problem.text()));
    }
}
