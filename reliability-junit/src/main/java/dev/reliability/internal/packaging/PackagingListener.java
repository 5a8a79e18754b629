package dev.reliability.internal.packaging;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.EngineDiscoveryResult;
import org.junit.platform.launcher.EngineDiscoveryResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Looks at how tests were packed before any engine looks for them. JUnit and its engines have no service of this kind, so its file
 * is not lost where others are.
 */
public final class PackagingListener implements LauncherDiscoveryListener {

    /** Those that have begun to look for tests and have not come to an end, of which nobody is told where another listener aborts. */
    private final Set<UniqueId> looking = ConcurrentHashMap.newKeySet();

    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
        ServiceFiles.check();
        looking.clear();
    }

    @Override
    public void engineDiscoveryStarted(UniqueId engine) {
        looking.add(engine);
    }

    @Override
    public void engineDiscoveryFinished(UniqueId engine, EngineDiscoveryResult result) {
        if (result.getStatus() == Status.SUCCESSFUL) {
            looking.remove(engine);
        }
    }

    @Override
    public void launcherDiscoveryFinished(LauncherDiscoveryRequest request) {
        if (!looking.isEmpty()) {
            RepackagedJars.hint().ifPresent(hint -> System.err.println("[reliability] " + hint));
        }
    }
}
