package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.time.Ticker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExclusiveTest {

    @Test
    void experimentsRunOneAtATime() {
        assertWaits(Set.of("a"), Set.of("b"), false);
        assertWaits(Set.of(), Set.of(), false);
    }

    @Test
    void disjointTargetsRunSideBySideIfAskedFor() {
        Exclusive first = Exclusive.take(Set.of("a", "b"), true, ExclusiveTest::unseen);
        Exclusive.take(Set.of("c"), true, ExclusiveTest::unseen).release();
        first.release();
    }

    @Test
    void commonTargetsDoNot() {
        assertWaits(Set.of("a", "b"), Set.of("b", "c"), true);
    }

    @Test
    void thoseThatTakeTheSameTargetsInAnyOrderDoNotBlockEachOther() {
        List<CompletableFuture<Void>> all = List.of(
                takeManyTimes(List.of("a", "b", "c")),
                takeManyTimes(List.of("c", "b", "a")),
                takeManyTimes(List.of("b", "a")));
        all.forEach(CompletableFuture::join);
    }

    @Test
    void aThreadInsideABodyIsKnownUntilTheBodyEnds() {
        Thread thread = Thread.currentThread();
        Exclusive.enterBody(thread);
        assertThat(Exclusive.insideBody(thread)).isTrue();
        Exclusive.leaveBody(thread);
        assertThat(Exclusive.insideBody(thread)).isFalse();
    }

    private static CompletableFuture<Void> takeManyTimes(List<String> resources) {
        return CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 1_000; i++) {
                Exclusive.take(resources, true, ExclusiveTest::unseen).release();
            }
        });
    }

    private static void assertWaits(Set<String> one, Set<String> other, boolean parallel) {
        Exclusive first = Exclusive.take(one, parallel, ExclusiveTest::unseen);
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<Exclusive> second = CompletableFuture.supplyAsync(() -> {
            waiting.complete(Thread.currentThread());
            return Exclusive.take(other, parallel, ExclusiveTest::unseen);
        });
        Thread waiter = waiting.join();
        await().until(() -> waiter.getState() == Thread.State.WAITING);
        assertThat(second).isNotDone();
        first.release();
        second.join().release();
    }

    private static Progress unseen() {
        return new Progress("unseen", (title, after, text) -> {}, Ticker.SYSTEM, () -> "nothing");
    }
}
