package dev.reliability.benchmark;

import dev.reliability.internal.link.ActiveFault;
import dev.reliability.internal.link.LinkFault;
import dev.reliability.internal.link.LinkWitness;
import dev.reliability.internal.link.Observation;
import dev.reliability.internal.link.TcpLink;
import dev.reliability.local.Link;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What a link costs, against a bare pump with buffers of the same size and, where it is installed, HAProxy in TCP mode:
 * throughput of one bulk transfer and the round trip of one byte, all in one run and in turns, so that a slow moment of
 * the machine hits each of them. The application is in this JVM, beside the links: one as a process has it, one that a test declares,
 * and one whose address is asked for. And how long a blackhole takes to set, prove, heal and prove gone.
 *
 * <pre>mvn -q -pl reliability-junit -Pbenchmark test-compile exec:exec -Dbenchmark=Link</pre>
 */
public final class LinkBenchmark {

    private static final int ROUNDS = 15;
    private static final long BULK = 256L << 20;
    private static final int PINGS = 1_000;
    private static final int CYCLES = 30;
    private static final Duration SILENCE = Duration.ofMillis(100);
    private static final String BARE = "bare pump";
    private static final String LINK = "link";

    private LinkBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (Traffic.Sink sink = new Traffic.Sink();
                Traffic.Echo echo = new Traffic.Echo();
                Paths bulk = Paths.to(sink.address());
                Paths pings = Paths.to(echo.address())) {
            throughput(bulk.paths, sink);
            roundTrips(pings.paths);
        }
        cycles();
    }

    private static void throughput(Map<String, InetSocketAddress> paths, Traffic.Sink sink) throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = -2; round < ROUNDS; round++) {
            for (String path : rotated(paths, round)) {
                long nanos = sink.transfer(paths.get(path), BULK);
                if (round >= 0) {
                    rates.computeIfAbsent(path, key -> new ArrayList<>()).add(BULK / (double) nanos * 1e9 / (1 << 20));
                }
            }
        }
        print("throughput of one transfer, MiB/s (median, quartiles of %d rounds)".formatted(ROUNDS), paths, rates);
        rates.keySet().stream()
                .filter(path -> !path.equals(LINK))
                .forEach(path -> System.out.printf(
                        Locale.ROOT,
                        "  link / %-22s %6.1f %%  (median of the rounds' ratios %.1f %%)%n",
                        path,
                        100 * median(rates.get(LINK)) / median(rates.get(path)),
                        100 * medianRatio(rates.get(LINK), rates.get(path))));
    }

    private static void roundTrips(Map<String, InetSocketAddress> paths) throws Exception {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = -2; round < ROUNDS; round++) {
            for (String path : rotated(paths, round)) {
                List<Double> micros = Traffic.pings(paths.get(path), PINGS);
                if (round >= 0) {
                    times.computeIfAbsent(path, key -> new ArrayList<>()).addAll(micros);
                }
            }
        }
        print("round trip of one byte, us (median, quartiles of %d)".formatted(ROUNDS * PINGS), paths, times);
        double direct = median(times.get("direct"));
        times.keySet().stream()
                .filter(path -> !path.equals("direct"))
                .forEach(path -> System.out.printf(
                        Locale.ROOT, "  %-29s adds %6.1f us%n", path, median(times.get(path)) - direct));
    }

    private static void cycles() throws Exception {
        List<Double> overhead = new ArrayList<>();
        try (Traffic.Echo echo = new Traffic.Echo();
                TcpLink link = TcpLink.open("db", echo.address());
                LinkWitness witness = LinkWitness.shared()) {
            double start = millis(System.nanoTime());
            link.observe(SILENCE).get();
            System.out.printf(
                    Locale.ROOT, "%nfirst observation, witness cold: %.1f ms%n", millis(System.nanoTime()) - start);
            for (int i = 0; i < CYCLES; i++) {
                overhead.add(cycle(link));
            }
            System.out.printf("witness process: %d, shared by all links of the JVM, kept warm%n", witness.pid());
        }
        overhead.sort(null);
        System.out.printf(
                Locale.ROOT,
                "set + prove + heal + prove of a blackhole, without the silence of %d ms: median %.1f ms, worst of %d %.1f ms%n",
                SILENCE.toMillis(),
                median(overhead),
                CYCLES,
                overhead.get(overhead.size() - 1));
    }

    private static double cycle(TcpLink link) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        ActiveFault fault = link.inject(LinkFault.blackhole());
        Observation during = link.observe(SILENCE).get();
        fault.heal();
        Observation after = link.observe(SILENCE).get();
        double took = millis(System.nanoTime() - start);
        if (!during.confirms(fault.fault()) || !after.confirmsNoFault()) {
            throw new IllegalStateException("not proved: " + during + "; " + after);
        }
        return took - SILENCE.toMillis();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static List<String> rotated(Map<String, InetSocketAddress> paths, int round) {
        List<String> names = new ArrayList<>(paths.keySet());
        Collections.rotate(names, round);
        return names;
    }

    private static void print(String title, Map<String, InetSocketAddress> paths, Map<String, List<Double>> values) {
        System.out.printf("%n%s%n", title);
        for (String path : paths.keySet()) {
            List<Double> sorted = values.get(path).stream().sorted().toList();
            System.out.printf(
                    Locale.ROOT,
                    "  %-29s %9.1f  (%.1f .. %.1f)%n",
                    path,
                    median(sorted),
                    sorted.get(sorted.size() / 4),
                    sorted.get(sorted.size() * 3 / 4));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double medianRatio(List<Double> ours, List<Double> theirs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return median(ratios);
    }

    /** The ways to one upstream. */
    private static final class Paths implements AutoCloseable {

        private final Map<String, InetSocketAddress> paths = new LinkedHashMap<>();
        private final List<Closeable> open = new ArrayList<>();

        static Paths to(InetSocketAddress upstream) throws IOException {
            Paths result = new Paths();
            BarePump pump = new BarePump(upstream, TcpLink.BUFFER);
            TcpLink link = TcpLink.open("benchmark", upstream);
            result.open.add(pump);
            result.open.add(link::close);
            result.paths.put("direct", upstream);
            result.paths.put(BARE, pump.address());
            result.paths.put(LINK, link.address());
            result.add("declared link", Link.to("127.0.0.1:" + upstream.getPort()));
            result.add("declared link, asked", Link.to(() -> "127.0.0.1:" + upstream.getPort()));
            HaProxy.start(upstream, HaProxy.DEFAULT_BUFFER).ifPresent(proxy -> result.add("HAProxy", proxy));
            HaProxy.start(upstream, TcpLink.BUFFER).ifPresent(proxy -> result.add("HAProxy, same buffers", proxy));
            return result;
        }

        private void add(String name, HaProxy proxy) {
            open.add(proxy);
            paths.put(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
        }

        private void add(String name, Link link) {
            open.add(link::close);
            paths.put(name, new InetSocketAddress(link.host(), link.port()));
        }

        @Override
        public void close() throws IOException {
            for (Closeable closeable : open) {
                closeable.close();
            }
        }
    }
}
