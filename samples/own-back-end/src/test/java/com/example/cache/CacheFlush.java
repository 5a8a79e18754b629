package com.example.cache;

import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Target;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Map;

/** Empties the cache, which fills up again by itself: there is nothing to undo. */
record CacheFlush(Target target) implements Fault {

    @Override
    public String description() {
        return "cache flush of " + target.name();
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(description(), target.address(), Map.of());
    }

    @Override
    public void inject() {
        CacheReliabilityTest.CACHE.clear();
    }

    @Override
    public Evidence evidence() {
        int misses = CacheReliabilityTest.MISSES.get();
        return misses > 0
                ? Evidence.bite(misses + " misses")
                : Evidence.none("missed nothing", "nobody asked the cache");
    }

    @Override
    public boolean awaitsTraffic() {
        return true;
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public void revert() {
        CacheReliabilityTest.MISSES.set(0);
    }

    @Override
    public List<String> residue() {
        return List.of();
    }
}
