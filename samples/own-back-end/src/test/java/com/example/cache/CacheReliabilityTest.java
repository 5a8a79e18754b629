package com.example.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A price is found when the cache is empty. */
class CacheReliabilityTest {

    static final Map<String, Integer> CACHE = new ConcurrentHashMap<>(Map.of("book", 42));
    static final AtomicInteger MISSES = new AtomicInteger();

    /** Stands for the system whose cache it is. */
    @ReliabilityTarget("shop")
    static final ManagedProcess SHOP = ManagedProcess.command("sleep", "600").build();

    @SteadyStateProbe
    void thePriceIsKnown() {
        assertThat(price()).isEqualTo(42);
    }

    private static int price() {
        return CACHE.computeIfAbsent("book", unused -> {
            MISSES.incrementAndGet();
            return 42;
        });
    }

    @Test
    @CacheFlushAttack(target = "shop")
    void anEmptyCacheIsNotNoticed() {
        assertThat(price()).isEqualTo(42);
    }
}
