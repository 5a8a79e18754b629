package dev.reliability.k8s.acceptance;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A cluster with pods whose networks reach each other. What is asked here goes past the code under test. */
public interface Lab extends AutoCloseable {

    Path kubeconfig();

    String namespace();

    /** The image that faults in pods run in. */
    String image();

    KubernetesClient client();

    /** Makes a pod with a label {@code app} of this name, and returns when it runs. */
    default void pod(String name) {
        pod(name, Optional.empty());
    }

    /** The same for a pod that asks nobody but another one for names. */
    void pod(String name, Optional<String> resolver);

    /** Lets a pod answer every question for a name with nothing until it goes. */
    default void answerQuestions(String pod) {
        run(
                pod,
                """
                setsid perl -MIO::Socket::INET -e '
                  $socket = IO::Socket::INET->new(LocalPort => 53, Proto => "udp") or die;
                  while ($socket->recv($question, 512)) {
                    substr($question, 2, 2) = pack "n", 0x8180;
                    $socket->send($question);
                  }' </dev/null >/dev/null 2>&1 &
                """);
    }

    /** Runs a bash script in a pod's network, by a process that is not ours, and returns its output. */
    String run(String pod, String script, String... arguments);

    /** Returns the address of a pod. */
    String address(String pod);

    /** Returns a name by which the pods know a pod; its address where they know none. */
    String host(String pod);

    @Override
    void close();

    /** Lets a pod listen at a port until it goes, and repeat each line that it hears. */
    default void serve(String pod, int port) {
        run(
                pod,
                """
                setsid perl -MIO::Socket::INET -e '
                  $SIG{CHLD} = "IGNORE";
                  $server = IO::Socket::INET->new(Listen => 64, LocalPort => shift, ReuseAddr => 1) or die;
                  while (1) {
                    $client = $server->accept or next;
                    if (!fork) { while (<$client>) { print $client $_; $client->flush } exit }
                    close $client;
                  }' "$1" </dev/null >/dev/null 2>&1 &
                """,
                Integer.toString(port));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> connects(pod, pod, port));
    }

    /** Whether a new connection from a pod to a port of another comes about within two seconds. */
    default boolean connects(String from, String to, int port) {
        return run(
                        from,
                        "timeout 2 bash -c 'exec 3<>/dev/tcp/$0/$1' \"$1\" \"$2\" 2>/dev/null && echo yes || true",
                        address(to),
                        Integer.toString(port))
                .contains("yes");
    }

    /** Whether a new connection from a pod to a port of another gets any answer within 300 ms; nobody listens, so a refusal. */
    default boolean answers(String from, String to, int port) {
        return run(
                        from,
                        "timeout 0.3 bash -c 'exec 3<>/dev/tcp/$0/$1' \"$1\" \"$2\" 2>&1",
                        address(to),
                        Integer.toString(port))
                .contains("refused");
    }

    /** The tables of faults in a pod's network. */
    default String tables(String pod) {
        return run(pod, "nft list tables | grep rl_ || true").strip();
    }

    /** The states of our containers in a pod: {@code running}, {@code terminated}, {@code waiting}. */
    default List<String> containers(String pod) {
        return client()
                .pods()
                .inNamespace(namespace())
                .withName(pod)
                .get()
                .getStatus()
                .getEphemeralContainerStatuses()
                .stream()
                .map(status -> status.getState().getRunning() != null
                        ? "running"
                        : status.getState().getTerminated() != null ? "terminated" : "waiting")
                .toList();
    }

    /** What still runs of our containers in a pod, as far as it is seen from there. */
    default String processes(String pod) {
        String marks =
                client().pods().inNamespace(namespace()).withName(pod).get().getSpec().getEphemeralContainers().stream()
                        .map(container -> "RELIABILITY_CONTAINER=" + container.getName())
                        .collect(Collectors.joining("\n"));
        return marks.isEmpty()
                ? ""
                : run(pod, "grep -lzxsF \"$1\" /proc/[0-9]*/environ || true", marks)
                        .strip();
    }
}
