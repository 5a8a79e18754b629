package dev.reliability.internal.engine;

import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/** What every test of a run shares. */
record EngineContext(ConfigurationParameters parameters, EngineExecutionListener listener)
        implements EngineExecutionContext {}
