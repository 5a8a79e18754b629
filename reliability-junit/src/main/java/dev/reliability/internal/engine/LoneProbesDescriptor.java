package dev.reliability.internal.engine;

import dev.reliability.internal.jupiter.LoneProbes;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.hierarchical.Node;

/** A class with probe methods that nothing calls: a test that fails beside its own, which pass without having looked. */
final class LoneProbesDescriptor extends AbstractTestDescriptor implements Node<EngineContext> {

    private final Class<?> type;

    LoneProbesDescriptor(UniqueId id, Class<?> type) {
        super(id, type.getSimpleName(), ClassSource.from(type));
        this.type = type;
        List<String> problems = LoneProbes.problems(type);
        for (int i = 0; i < problems.size(); i++) {
            addChild(new PlaceDescriptor(
                    id.append("probe", String.valueOf(i + 1)),
                    new FileFinder.Problem("@SteadyStateProbe", problems.get(i))));
        }
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public String getLegacyReportingName() {
        return type.getName();
    }

    @Override
    public Set<TestTag> getTags() {
        return FilesDescriptor.tags(type);
    }

    @Override
    public SkipResult shouldBeSkipped(EngineContext context) {
        return FilesDescriptor.skipped(type);
    }
}
