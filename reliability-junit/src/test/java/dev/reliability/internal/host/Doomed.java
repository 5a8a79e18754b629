package dev.reliability.internal.host;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.linux.Net;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A JVM that attacks a host until it is killed: {@code ADDRESS SSH-CONFIGURATION FAULT DIRECTORY START-COMMAND}. */
final class Doomed {

    private Doomed() {}

    static Process start(Lab lab, String fault, Path directory) {
        return start(lab, "netns", fault, directory, "true");
    }

    static Process start(Lab lab, String way, String fault, Path directory, String startCommand) {
        try {
            return new ProcessBuilder(List.of(
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Doomed.class.getName(),
                            lab.address(way),
                            lab.host.configuration("user").toString(),
                            fault,
                            directory.toString(),
                            startCommand))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void awaitLine(BufferedReader lines, String wanted) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.equals(wanted)) {
                return;
            }
        }
        throw new IllegalStateException("no line " + wanted + " in:\n" + said);
    }

    private static FaultSpec fault(String kind) {
        return switch (kind) {
            case "blackhole" -> FaultSpec.blackhole("blue").list("addresses", List.of(Net.PEER));
            case "packet loss" ->
                FaultSpec.of("packet loss", "blue")
                        .list("addresses", List.of(Net.PEER))
                        .text("protocol", "ALL")
                        .percent("percent", "100");
            case "dns outage" -> FaultSpec.of("dns outage", "blue");
            case "cpu load" -> FaultSpec.cpu("blue", 1, 20);
            case "process kill" -> FaultSpec.processKill("blue", "^sleep 4747").time("repeatEvery", "50ms");
            case "shutdown" -> FaultSpec.shutdown("blue");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    public static void main(String[] arguments) {
        FaultSpec fault = fault(arguments[2]);
        boolean traffic = List.of("blackhole", "packet loss", "dns outage").contains(arguments[2]);
        Reliability.experiment("doomed")
                .property("reliability.state", arguments[3] + "/state")
                .property("reliability.reports", arguments[3] + "/reports")
                .property("reliability.ssh.config", arguments[1])
                .property("reliability.lease", "2s")
                .property("target.blue.start", arguments[4])
                .target("blue", arguments[0])
                .attack(arguments[2].equals("shutdown") ? fault : fault.duration("10m"))
                .evaluate(run -> {
                    if (!traffic) {
                        run.attacks().get(0).awaitBite();
                    }
                    System.out.println("ARMED");
                    new CountDownLatch(1).await();
                });
    }
}
