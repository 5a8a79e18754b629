package dev.reliability.k8s.benchmark;

import dev.reliability.k8s.K8sTargetProvider;
import dev.reliability.k8s.acceptance.ClusterLab;
import dev.reliability.k8s.acceptance.Lab;
import dev.reliability.k8s.acceptance.StandInLab;
import dev.reliability.k8s.internal.client.Access;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.SharedClients;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a blackhole in a pod takes, beside what it takes to attach to a bare ephemeral container, one after the other in each round.
 * The first dropped packet is the one after the last that arrived, of a thousand in a second; both ends read the clock of one machine,
 * so that of the cluster must be that of ours. On the stand-in, or on the cluster of {@code KUBECONFIG} with
 * {@code RELIABILITY_K8S_IMAGE}.
 *
 * <pre>mvn -q -pl reliability-k8s -am -Pbenchmark-kubernetes test-compile -Dbenchmark=PodBlackhole</pre>
 */
public final class PodBlackholeBenchmark {

    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final int PORT = 7009;

    private final Lab lab;

    private PodBlackholeBenchmark(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("reliability-benchmark");
        boolean real = System.getenv("KUBECONFIG") != null && System.getenv("RELIABILITY_K8S_IMAGE") != null;
        try (Lab lab = real ? new ClusterLab() : new StandInLab(directory)) {
            lab.pod("web");
            lab.pod("db");
            new PodBlackholeBenchmark(lab).measure();
        } finally {
            SharedClients.closeAll();
        }
    }

    private void measure() throws Exception {
        traffic();
        // classes are loaded, and the client has connected
        bare("warm");
        blackhole();
        List<Double> bare = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        List<Double> injection = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            bare.add(bare("bare" + round));
            Times times = blackhole();
            whole.add(times.whole());
            injection.add(times.injection());
        }
        System.out.printf(
                Locale.ROOT,
                "bare ephemeral container added and attached: %s%n"
                        + "blackhole, from the call that injects it to the first dropped packet: %s (%.2f times)%n"
                        + "the same with entering the pod and getting ready, which is done before the baseline: %s (%.2f times)%n",
                text(bare),
                text(injection),
                median(injection) / median(bare),
                text(whole),
                median(whole) / median(bare));
    }

    /** A thousand packets in a second from one pod to the other, which notes when the last one came. */
    private void traffic() {
        lab.run(
                "db",
                """
                setsid perl -MIO::Socket::INET -MTime::HiRes=time -e '
                  $socket = IO::Socket::INET->new(LocalPort => shift, Proto => "udp") or die;
                  open($file, ">", "/tmp/" . shift) or die; $file->autoflush(1);
                  while ($socket->recv($packet, 64)) { seek $file, 0, 0; printf $file "%.6f\\n", time }
                  ' "$1" "$2" </dev/null >/dev/null 2>&1 &
                """,
                Integer.toString(PORT),
                "reliability-benchmark-" + lab.address("db"));
        lab.run(
                "web",
                """
                setsid perl -MIO::Socket::INET -MTime::HiRes=sleep -e '
                  $socket = IO::Socket::INET->new(PeerAddr => shift, PeerPort => shift, Proto => "udp") or die;
                  while (1) { $socket->send("x"); sleep 0.001 }' "$1" "$2" </dev/null >/dev/null 2>&1 &
                """,
                lab.address("db"),
                Integer.toString(PORT));
    }

    private double lastArrival() {
        return Double.parseDouble(lab.run("db", "cat \"/tmp/$1\"", "reliability-benchmark-" + lab.address("db"))
                .strip());
    }

    private static double now() {
        return TimeUnit.MICROSECONDS.convert(Duration.between(java.time.Instant.EPOCH, java.time.Instant.now())) / 1e6;
    }

    private double bare(String name) throws Exception {
        PodResource pod = lab.client().pods().inNamespace(lab.namespace()).withName("web");
        double begin = now();
        pod.ephemeralContainers()
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        """
                        {"spec": {"ephemeralContainers": [{"name": "%s", "image": "%s", "imagePullPolicy": "IfNotPresent",
                          "command": ["bash", "-c", "while read -r line; do echo \\"$line\\"; done"],
                          "stdin": true, "stdinOnce": true}]}}
                        """
                                .formatted(name, lab.image()));
        while (!attached(pod, name)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return now() - begin;
    }

    private static boolean attached(PodResource pod, String name) throws Exception {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        try (ExecWatch attached = pod.inContainer(name)
                .withReadyWaitTimeout(0)
                .redirectingInput()
                .writingOutput(new OutputStream() {
                    @Override
                    public void write(int one) {
                        answered.complete(true);
                    }
                })
                .usingListener(new ExecListener() {
                    @Override
                    public void onFailure(Throwable failure, Response response) {
                        answered.complete(false);
                    }

                    @Override
                    public void onClose(int code, String reason) {
                        answered.complete(false);
                    }
                })
                .attach()) {
            attached.getInput().write("hello\n".getBytes(StandardCharsets.UTF_8));
            attached.getInput().flush();
            return answered.get(5, TimeUnit.SECONDS);
        } catch (KubernetesClientException e) {
            return answered.getNow(false);
        }
    }

    private record Times(double injection, double whole) {}

    private Times blackhole() throws Exception {
        TargetContext context = new Settings(
                Map.of(Access.KUBECONFIG, lab.kubeconfig().toString(), "reliability.k8s.image", lab.image()));
        Target target =
                new K8sTargetProvider().target("web", Address.parse("k8s:" + lab.namespace() + "/pod/web"), context);
        Fault fault = target.plan(new FaultRequest(
                FaultKind.BLACKHOLE,
                "benchmark",
                Optional.of(Duration.ofMinutes(1)),
                Duration.ZERO,
                Duration.ofMinutes(5),
                Map.of(
                        FaultAttribute.ADDRESSES,
                        List.of(lab.address("db")),
                        FaultAttribute.PORTS,
                        List.of(Integer.toString(PORT)))));
        try {
            double begin = now();
            fault.prepare();
            double prepared = now() - begin;
            double called = now();
            fault.inject();
            Evidence evidence = fault.evidence();
            while (!evidence.bitten()) {
                evidence = fault.evidence();
            }
            // a packet a millisecond: the next one was dropped
            double injection = lastArrival() + 0.001 - called;
            return new Times(injection, prepared + injection);
        } finally {
            fault.revert();
            if (!fault.residue().isEmpty()) {
                throw new IllegalStateException("something is left: " + fault.residue());
            }
            target.close();
        }
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private static String text(List<Double> all) {
        return String.format(
                Locale.ROOT,
                "%.0f ms (%.0f to %.0f)",
                median(all) * 1e3,
                all.stream().min(Comparator.naturalOrder()).orElseThrow() * 1e3,
                all.stream().max(Comparator.naturalOrder()).orElseThrow() * 1e3);
    }

    /** Settings of a run, and nothing else. */
    private record Settings(Map<String, String> values) implements TargetContext {

        @Override
        public Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name));
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
