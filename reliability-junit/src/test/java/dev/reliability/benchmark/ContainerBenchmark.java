package dev.reliability.benchmark;

import dev.reliability.internal.docker.DockerTargetProvider;
import dev.reliability.internal.docker.Engine;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a blackhole in a container of a real engine takes, directly and by a helper: from the call that injects it to the
 * first dropped packet of a flow of one per millisecond, and how long it takes to get ready before the baseline.
 *
 * <p>Arguments: repetitions (20). Needs root, dockerd, busybox and perl.
 */
public final class ContainerBenchmark {

    private static final int PORT = 7200;

    private ContainerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        Engine.web("web");
        Engine.web("db");
        Path last = Files.createTempFile("reliability-benchmark", ".txt");
        Process receiver = in(
                "db",
                "$socket = IO::Socket::INET->new(LocalPort => shift, Proto => 'udp') or die;"
                        + " open($file, '>', shift) or die; $file->autoflush(1);"
                        + " while ($socket->recv($packet, 64)) { seek $file, 0, 0; printf $file \"%.6f\\n\", time }",
                String.valueOf(PORT),
                last.toString());
        Process sender = in(
                "web",
                "$socket = IO::Socket::INET->new(PeerAddr => shift, PeerPort => shift, Proto => 'udp') or die;"
                        + " while (1) { $socket->send('x'); sleep 0.001 }",
                Engine.ip("db"),
                String.valueOf(PORT));
        try {
            for (String helper : List.of("", Engine.helperImage())) {
                measure(helper, last, repetitions);
            }
        } finally {
            sender.destroyForcibly();
            receiver.destroyForcibly();
            Files.deleteIfExists(last);
            Engine.remove("web", "db");
        }
    }

    private static Process in(String container, String script, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", Engine.state(container, "Pid"), "--net"));
        command.addAll(List.of("perl", "-MIO::Socket::INET", "-MTime::HiRes=time,sleep", "-e", script));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void measure(String helper, Path last, int repetitions) throws Exception {
        List<Double> ready = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        for (int i = -2; i < repetitions; i++) {
            awaitFlow(last);
            double begin = now();
            Target target = new DockerTargetProvider().target("web", Address.parse("docker:web"), new Settings(helper));
            Fault fault = target.plan(new FaultRequest(
                    FaultKind.BLACKHOLE,
                    "benchmark",
                    Optional.of(Duration.ofMinutes(1)),
                    Duration.ZERO,
                    Duration.ofMinutes(5),
                    Map.of(
                            FaultAttribute.ADDRESSES,
                            List.of(Engine.ip("db")),
                            FaultAttribute.PORTS,
                            List.of("" + PORT))));
            try {
                fault.prepare();
                double called = now();
                fault.inject();
                Evidence evidence = fault.evidence();
                while (!evidence.bitten()) {
                    evidence = fault.evidence();
                }
                if (i >= 0) {
                    ready.add(called - begin);
                    // a packet a millisecond: the next one was dropped
                    first.add(arrival(last) + 0.001 - called);
                }
            } finally {
                fault.revert();
                if (!fault.residue().isEmpty()) {
                    throw new IllegalStateException("something is left: " + fault.residue());
                }
                target.close();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: planned and made ready %s; from the call that injects it to the first dropped packet %s%n",
                helper.isEmpty() ? "directly" : "by a helper",
                text(ready),
                text(first));
    }

    private static void awaitFlow(Path last) throws Exception {
        double since = now();
        while (arrival(last) < since) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static double arrival(Path last) throws IOException {
        String text = Files.readString(last).strip();
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    private static double now() {
        return TimeUnit.MICROSECONDS.convert(Duration.between(Instant.EPOCH, Instant.now())) / 1e6;
    }

    private static String text(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.0f ms (%.0f to %.0f)",
                sorted.get(sorted.size() / 2) * 1e3,
                sorted.get(0) * 1e3,
                sorted.get(sorted.size() - 1) * 1e3);
    }

    /** Settings of a run, and nothing else. */
    private record Settings(String helper) implements TargetContext {

        @Override
        public Optional<String> value(String name) {
            return switch (name) {
                case "reliability.docker.host" -> Optional.of(Engine.address());
                case "reliability.docker.helper" -> Optional.of(helper);
                default -> Optional.empty();
            };
        }

        @Override
        public String fill(String text) {
            return text;
        }

        @Override
        public Optional<String> attribute(String attribute) {
            return Optional.empty();
        }

        @Override
        public String sweepCommand() {
            return "reliability sweep";
        }
    }
}
