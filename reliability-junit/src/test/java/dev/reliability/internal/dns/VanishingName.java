package dev.reliability.internal.dns;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.http.Site;
import dev.reliability.internal.signal.HttpAlarmProvider;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.testsystem.GivenSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Main class of a JVM on a machine of its own, whose name server is its own as well: {@code DIRECTORY}. */
final class VanishingName {

    private static final String LONG = "3600 IN A ";

    private final TestDns dns = new TestDns("127.0.0.1", 53);
    private final Site old = new Site("old", "127.0.0.2", 0);
    private final String url = "http://books:" + old.port() + "/";
    private final String directory;

    private VanishingName(String directory) throws Exception {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        new VanishingName(arguments[0]).run();
        System.exit(0);
    }

    private void run() throws Exception {
        dns.set("books.corp.example", LONG + "127.0.0.2");
        Alarm alarm =
                new HttpAlarmProvider().alarm("books", Address.parse(url), new GivenSettings(name -> Optional.empty()));
        System.out.println("the JVM finds " + InetAddress.getByName("books"));
        System.out.println("alarm before: " + alarm.state(Duration.ofSeconds(5)));
        dns.remove("books.corp.example");
        System.out.println("alarm after: " + alarm.state(Duration.ofSeconds(5)));
        System.out.println("the JVM still finds " + InetAddress.getByName("books"));

        dns.set("books.corp.example", LONG + "127.0.0.2");
        ExperimentResult vanished = whileSomethingElseIsDown("0s", () -> {
            dns.remove("books.corp.example");
            Thread.sleep(1000);
            dns.set("books.corp.example", LONG + "127.0.0.2");
        });
        System.out.println("vanished: " + vanished.verdict() + " " + vanished.message());

        Site fresh = new Site("fresh", "127.0.0.3", old.port());
        ExperimentResult moved = whileSomethingElseIsDown("4s", () -> {
            old.close();
            Thread.sleep(500);
            dns.set("books.corp.example", LONG + "127.0.0.3");
        });
        System.out.println("moved: " + moved.verdict() + " " + moved.message());
        System.out.println("fresh was asked: " + !fresh.requests().isEmpty());
    }

    private interface Change {
        void make() throws Exception;
    }

    private ExperimentResult whileSomethingElseIsDown(String outage, Change change) {
        try (ManagedProcess other = ManagedProcess.command("sleep", "300").build()) {
            other.start();
            return Reliability.experiment("names")
                    .property("reliability.state", directory + "/state")
                    .property("reliability.reports", directory + "/reports")
                    .target("other", other)
                    .steadyState(SteadyStateSpec.http(url).every("100ms").outage(outage))
                    .attack(FaultSpec.processKill("other", ".*")
                            .text("signal", "STOP")
                            .duration("10s"))
                    .evaluate(change::make);
        }
    }
}
