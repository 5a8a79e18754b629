package dev.reliability.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EachTest {

    @Test
    void nothingGoesOnOnceNobodyWaits() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        Thread waits = new Thread(() -> assertThatThrownBy(() -> Each.run(List.of(1, 2), one -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }))
                .isInstanceOf(InterruptedException.class));
        waits.start();
        begun.await();
        waits.interrupt();
        interrupted.await();
        waits.join();
    }

    @Test
    void manyThatAskManyDoNotWaitForEachOther() throws InterruptedException {
        List<Integer> many = IntStream.range(0, 40).boxed().toList();
        assertThat(Each.map(many, one -> {
                    try {
                        return Each.map(many, other -> one + other).size();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .hasSize(40)
                .containsOnly(40);
    }
}
