package dev.reliability.k8s;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Knows the addresses of Kubernetes and refuses to plan anything on them, so that no test that names one can be green. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class K8sTargetProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("k8s");
    }

    /**
     * Refuses.
     *
     * @throws PlanException always
     */
    @Override
    public Target target(String name, Address address, PlanContext context) {
        throw new PlanException(
                "target \"" + name + "\" is " + address + ", and this version cannot attack Kubernetes yet");
    }

    @Override
    public List<String> undo(UndoRecord record) {
        return List.of(record.fault() + " was not injected by this version, which cannot undo it either");
    }
}
