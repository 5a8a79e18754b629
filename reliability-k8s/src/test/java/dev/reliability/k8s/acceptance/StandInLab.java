package dev.reliability.k8s.acceptance;

import static org.awaitility.Awaitility.await;

import dev.reliability.k8s.standin.StandInCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The stand-in, whose pods are network namespaces of this machine on one wire. */
public final class StandInLab implements Lab {

    private static final Path ETC = Path.of("/etc/netns");

    private final StandInCluster cluster = new StandInCluster();
    private final String name =
            String.format("rlt-%06x-k", ThreadLocalRandom.current().nextInt(1 << 24));
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Path kubeconfig;
    private final KubernetesClient client;

    /** @param directory where its kubeconfig goes */
    public StandInLab(Path directory) {
        kubeconfig = cluster.kubeconfig(directory);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private void wire() {
        must("ip netns add " + name);
        must("ip -n " + name + " link add wire type bridge");
        must("ip -n " + name + " link set wire up");
    }

    StandInCluster cluster() {
        return cluster;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public String namespace() {
        return "default";
    }

    @Override
    public String image() {
        return "registry.example/agent:1";
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void pod(String pod, Optional<String> resolver) {
        if (addresses.isEmpty()) {
            wire();
        }
        String space = name + addresses.size();
        String address = "198.18.3." + (addresses.size() + 1);
        must("ip netns add " + space);
        addresses.put(pod, address);
        must("ip -n " + space + " link set lo up");
        must("ip -n " + space + " link add eth0 type veth peer name p" + addresses.size() + " netns " + name);
        must("ip -n " + name + " link set p" + addresses.size() + " master wire up");
        must("ip -n " + space + " addr add " + address + "/24 dev eth0");
        must("ip -n " + space + " link set eth0 up");
        hosts(space, pod, address, resolver);
        cluster.network(pod, space, address);
        cluster.pod("default", pod, pod);
        await().until(() -> cluster.readyPods("default", pod).size() == 1);
        // connections are known to whoever enforces policies from their beginning on
        await().until(() -> run(pod, "nft list tables").contains("plugin"));
    }

    /** What stands there for the DNS of a cluster: every pod knows every other one. */
    private void hosts(String space, String pod, String address, Optional<String> resolver) {
        try {
            Path directory = Files.createDirectories(ETC.resolve(space));
            StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
            addresses.forEach((name, at) ->
                    hosts.append(at).append(' ').append(host(name)).append('\n'));
            Files.writeString(directory.resolve("hosts"), hosts);
            if (resolver.isPresent()) {
                Files.writeString(directory.resolve("resolv.conf"), "nameserver " + resolver.get() + "\n");
            }
            for (int i = 0; i < addresses.size() - 1; i++) {
                Files.writeString(
                        ETC.resolve(name + i).resolve("hosts"),
                        address + " " + host(pod) + "\n",
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String host(String pod) {
        return pod + ".pods.example";
    }

    private String space(String pod) {
        return name + List.copyOf(addresses.keySet()).indexOf(pod);
    }

    @Override
    public String run(String pod, String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", space(pod), "bash", "-c", script, "lab"));
        words.addAll(List.of(arguments));
        return output(words);
    }

    @Override
    public String address(String pod) {
        return addresses.get(pod);
    }

    private static void must(String command) {
        String output = output(List.of(command.split(" ", -1)));
        if (!output.isEmpty()) {
            throw new IllegalStateException(command + ": " + output);
        }
    }

    private static String output(List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
        for (int i = 0; i < addresses.size(); i++) {
            output(List.of(
                    "bash",
                    "-c",
                    "ip netns pids \"$0\" | xargs -r kill -9; ip netns del \"$0\"; rm -rf \"/etc/netns/$0\"",
                    name + i));
        }
        if (!addresses.isEmpty()) {
            output(List.of("ip", "netns", "del", name));
        }
    }
}
