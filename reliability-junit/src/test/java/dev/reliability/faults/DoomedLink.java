package dev.reliability.faults;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.local.Link;
import java.util.concurrent.CountDownLatch;

/** The main class of a JVM that is killed while one of its links is cut off: {@code DIRECTORY UPSTREAM}. */
final class DoomedLink {

    private DoomedLink() {}

    public static void main(String[] arguments) {
        Link link = Link.to(arguments[1]);
        Reliability.experiment("doomed")
                .property("reliability.state", arguments[0] + "/state")
                .property("reliability.reports", arguments[0] + "/reports")
                .target("db", link)
                .attack(FaultSpec.of("blackhole", "db").duration("10m"))
                .evaluate(() -> {
                    System.out.println("port=" + link.port());
                    new CountDownLatch(1).await();
                });
    }
}
