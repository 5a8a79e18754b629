package dev.reliability.internal.engine;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** The engine among others. */
final class RootDescriptor extends EngineDescriptor implements Node<EngineContext> {

    RootDescriptor(UniqueId id) {
        super(id, "Reliability experiments");
    }
}
