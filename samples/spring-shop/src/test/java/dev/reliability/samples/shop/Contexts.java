package dev.reliability.samples.shop;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Counts the applications that tests start; listed in {@code META-INF/spring.factories}. */
final class Contexts implements SpringApplicationRunListener {

    private static final AtomicInteger STARTED = new AtomicInteger();

    @Override
    public void contextPrepared(ConfigurableApplicationContext context) {
        STARTED.incrementAndGet();
    }

    static void forget() {
        STARTED.set(0);
    }

    static int started() {
        return STARTED.get();
    }
}
