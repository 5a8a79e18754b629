package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Enforces NetworkPolicies in the network namespaces that stand for pods, as their documentation has it: a pod that no policy selects
 * is open; what several policies allow adds up; established connections go on.
 */
final class NetworkPlugin implements AutoCloseable {

    private static final String TABLE = "inet plugin";
    private static final long INTERVAL_MILLIS = 100;

    /** Connections are known from their beginning on, not only once there is a policy. */
    private static final String TRACKING =
            "chain known { type filter hook output priority filter - 1; policy accept; ct state established accept; }\n";

    /** Whether there is a plugin at all; a cluster without one takes policies and does nothing. */
    final AtomicBoolean enforcing = new AtomicBoolean(true);

    private final Store store;
    private final Map<String, String> networks;
    private final Map<String, String> loaded = new HashMap<>();
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stand-in network plugin");
        thread.setDaemon(true);
        return thread;
    });

    /** @param networks network namespaces by the name of the pod */
    NetworkPlugin(Store store, Map<String, String> networks) {
        this.store = store;
        this.networks = networks;
        work.scheduleWithFixedDelay(this::enforce, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void enforce() {
        if (networks.isEmpty()) {
            return;
        }
        List<ObjectNode> policies = enforcing.get() ? store.list(Kind.NETWORK_POLICY, "", any -> true) : List.of();
        for (ObjectNode pod : store.list(Kind.POD, "", any -> true)) {
            String network = networks.get(Deletion.name(pod));
            if (network != null) {
                load(network, rules(pod, policies));
            }
        }
    }

    private void load(String network, String rules) {
        if (!rules.equals(loaded.getOrDefault(network, ""))) {
            nft(network, "table " + TABLE + "\ndelete table " + TABLE + "\n" + rules);
            loaded.put(network, rules);
        }
    }

    private String rules(ObjectNode pod, List<ObjectNode> policies) {
        List<ObjectNode> selecting = policies.stream()
                .filter(policy -> Deletion.namespace(policy).equals(Deletion.namespace(pod)))
                .filter(policy -> matches(policy.path("spec").path("podSelector"), pod))
                .toList();
        String out = chain(selecting, "Egress", "egress", "to", "daddr", "output");
        String in = chain(selecting, "Ingress", "ingress", "from", "saddr", "input");
        return "table " + TABLE + " {\n" + TRACKING + out + in + "}\n";
    }

    private String chain(
            List<ObjectNode> selecting, String type, String field, String peers, String side, String hook) {
        List<ObjectNode> isolating = selecting.stream()
                .filter(policy -> types(policy.path("spec")).contains(type))
                .toList();
        if (isolating.isEmpty()) {
            return "";
        }
        StringBuilder chain = new StringBuilder("chain " + field + " { type filter hook " + hook
                + " priority filter; policy drop;\nct state established,related accept\nmeta "
                + (hook.equals("output") ? "oifname" : "iifname") + " lo accept\n");
        for (ObjectNode policy : isolating) {
            for (JsonNode rule : policy.path("spec").path(field)) {
                for (String peer : peers(policy, rule.path(peers), side)) {
                    for (String port : ports(rule.path("ports"))) {
                        chain.append(peer).append(' ').append(port).append(" accept\n");
                    }
                }
            }
        }
        return chain.append("}\n").toString();
    }

    private static List<String> types(JsonNode spec) {
        List<String> types = new ArrayList<>();
        spec.path("policyTypes").forEach(type -> types.add(type.asText()));
        if (types.isEmpty()) {
            types.add("Ingress");
            if (spec.has("egress")) {
                types.add("Egress");
            }
        }
        return types;
    }

    private List<String> peers(ObjectNode policy, JsonNode peers, String side) {
        if (peers.isEmpty()) {
            return List.of("");
        }
        List<String> matches = new ArrayList<>();
        for (JsonNode peer : peers) {
            if (peer.has("ipBlock")) {
                matches.add(block(peer.path("ipBlock"), side));
            } else {
                String pods = store.list(Kind.POD, "", any -> true).stream()
                        .filter(pod -> selected(policy, peer, pod))
                        .map(pod -> pod.path("status").path("podIP").asText())
                        .filter(address -> !address.isEmpty())
                        .collect(Collectors.joining(", "));
                if (!pods.isEmpty()) {
                    matches.add("ip " + side + " { " + pods + " }");
                }
            }
        }
        return matches;
    }

    private static String block(JsonNode block, String side) {
        String cidr = block.path("cidr").asText();
        String family = (cidr.contains(":") ? "ip6 " : "ip ") + side + " ";
        String except = StreamOf.texts(block.path("except")).collect(Collectors.joining(", "));
        return family + cidr + (except.isEmpty() ? "" : " " + family + "!= { " + except + " }");
    }

    private boolean selected(ObjectNode policy, JsonNode peer, ObjectNode pod) {
        String namespace = Deletion.namespace(pod);
        boolean here = peer.has("namespaceSelector")
                ? store.find(Kind.NAMESPACE, "", namespace)
                        .filter(found -> {
                            found.withObject("/metadata/labels").put("kubernetes.io/metadata.name", namespace);
                            return matches(peer.path("namespaceSelector"), found);
                        })
                        .isPresent()
                : namespace.equals(Deletion.namespace(policy));
        return here && (!peer.has("podSelector") || matches(peer.path("podSelector"), pod));
    }

    private static boolean matches(JsonNode selector, ObjectNode object) {
        List<String> parts = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label ->
                        parts.add(label.getKey() + "=" + label.getValue().asText()));
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = expression.path("key").asText();
            String values = StreamOf.texts(expression.path("values")).collect(Collectors.joining(","));
            parts.add(
                    switch (expression.path("operator").asText()) {
                        case "In" -> key + " in (" + values + ")";
                        case "NotIn" -> key + " notin (" + values + ")";
                        case "Exists" -> key;
                        default -> "!" + key;
                    });
        }
        return Selectors.labels(String.join(",", parts)).test(object);
    }

    private static List<String> ports(JsonNode ports) {
        if (ports.isEmpty()) {
            return List.of("");
        }
        List<String> matches = new ArrayList<>();
        for (JsonNode port : ports) {
            String protocol = port.path("protocol").asText("TCP").toLowerCase(java.util.Locale.ROOT);
            String first = port.path("port").asText();
            String last = port.path("endPort").asText(first);
            matches.add(
                    first.isEmpty()
                            ? "meta l4proto " + protocol
                            : protocol + " dport " + first + (last.equals(first) ? "" : "-" + last));
        }
        return matches;
    }

    private static void nft(String network, String commands) {
        try {
            Process process = new ProcessBuilder("ip", "netns", "exec", network, "nft", "-f", "-")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                System.err.println("the stand-in's network plugin failed: " + output + commands);
            }
        } catch (IOException e) {
            // the namespace went with its test
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses what a real server refuses of a policy. */
    static void admit(String name, JsonNode spec) {
        Stream.of(spec.path("egress"), spec.path("ingress"))
                .flatMap(StreamOf::all)
                .flatMap(rule -> Stream.of(rule.path("to"), rule.path("from")))
                .flatMap(StreamOf::all)
                .map(peer -> peer.path("ipBlock"))
                .flatMap(block -> Stream.concat(Stream.of(block.path("cidr")), StreamOf.all(block.path("except"))))
                .map(JsonNode::asText)
                .filter(cidr -> !cidr.isEmpty() && !cidr.matches("[0-9a-fA-F.:]+/\\d{1,3}"))
                .findFirst()
                .ifPresent(cidr -> {
                    throw Refusal.of(
                            422,
                            "Invalid",
                            "NetworkPolicy.networking.k8s.io \"" + name
                                    + "\" is invalid: spec.egress[0].to[0].ipBlock.cidr: Invalid value: \"" + cidr
                                    + "\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
                });
    }

    @Override
    public void close() {
        work.shutdownNow();
    }

    /** Arrays of the tree as streams. */
    private static final class StreamOf {

        static Stream<JsonNode> all(JsonNode array) {
            List<JsonNode> items = new ArrayList<>();
            array.forEach(items::add);
            return items.stream();
        }

        static Stream<String> texts(JsonNode array) {
            return all(array).map(JsonNode::asText);
        }
    }
}
