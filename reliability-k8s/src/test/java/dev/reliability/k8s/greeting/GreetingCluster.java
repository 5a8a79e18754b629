package dev.reliability.k8s.greeting;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reliability.k8s.standin.StandInCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.core.ConditionTimeoutException;

/** Pods of a webapp and of greeters, and what the webapp answers while there are greeters and while there are none. */
final class GreetingCluster implements AutoCloseable {

    private static final String NAMESPACE = "default";
    private static final String GREETER = "greeter-pod";

    /** How long the cluster takes to replace the only greeter. */
    private static final Duration REPLACEMENT = Duration.ofSeconds(4);

    private final StandInCluster cluster = new StandInCluster();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "greeting");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    private final Duration patience;
    private final Path kubeconfig;

    /**
     * @param greeters how many
     * @param patience how long the webapp waits for a greeter before it greets without one
     */
    GreetingCluster(int greeters, Duration patience) {
        this.patience = patience;
        cluster.deployment(NAMESPACE, "webapp", 1, "webapp-pod");
        cluster.deployment(NAMESPACE, "greeter", greeters, GREETER);
        await().until(() -> cluster.readyPods(NAMESPACE, "webapp-pod").size() == 1
                && cluster.readyPods(NAMESPACE, GREETER).size() == greeters);
        cluster.log(cluster.readyPods(NAMESPACE, "webapp-pod").get(0), "asked the greeter\n");
        try {
            kubeconfig = cluster.kubeconfig(Files.createTempDirectory("greeting"));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::greet);
        server.setExecutor(threads);
        server.start();
        if (greeters == 1) {
            threads.execute(this::replaceLate);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    String kubeconfig() {
        return kubeconfig.toString();
    }

    private List<String> greeters() {
        return cluster.readyPods(NAMESPACE, GREETER);
    }

    private void replaceLate() {
        while (!Thread.currentThread().isInterrupted()) {
            cluster.replacePods(false);
            await().forever().until(() -> greeters().isEmpty());
            await().pollDelay(REPLACEMENT).atMost(REPLACEMENT.multipliedBy(2)).until(() -> true);
            cluster.replacePods(true);
            await().until(() -> !greeters().isEmpty());
        }
    }

    private void greet(HttpExchange exchange) throws IOException {
        try {
            await().atMost(patience).until(() -> !greeters().isEmpty());
        } catch (ConditionTimeoutException e) {
            // it greets without a greeter
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        cluster.close();
        try {
            Files.delete(kubeconfig);
            Files.delete(kubeconfig.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
