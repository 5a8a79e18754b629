package dev.reliability.internal.runner;

import java.util.List;

/** Says what became of the faults: the last sentence of every message. */
final class Remains {

    private Remains() {}

    static String of(List<FaultHistory> faults) {
        if (faults.stream().noneMatch(FaultHistory::injected)) {
            return "No fault was injected.";
        }
        if (faults.stream().anyMatch(fault -> !fault.residue().isEmpty())) {
            return "Not everything was reverted.";
        }
        List<String> stays =
                faults.stream().flatMap(fault -> fault.stays().stream()).toList();
        return stays.isEmpty()
                ? "Reverted; nothing left behind."
                : "Left on purpose: " + String.join("; ", stays) + ".";
    }
}
