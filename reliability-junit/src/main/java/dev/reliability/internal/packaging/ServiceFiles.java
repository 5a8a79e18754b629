package dev.reliability.internal.packaging;

import dev.reliability.junit.ReliabilityException;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.SignalProvider;
import dev.reliability.spi.TargetProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestEngine;

/**
 * Whether JUnit and this library find what they look for in {@code META-INF/services}. Who packs several jars into one and does not
 * merge these files keeps those of one jar: an engine that is lost runs no test, and nobody would miss it.
 */
public final class ServiceFiles {

    private static final String DIRECTORY = "META-INF/services/";
    private static final String JUPITER = "org.junit.jupiter.engine.JupiterTestEngine";

    private ServiceFiles() {}

    /**
     * Makes sure that nothing is lost.
     *
     * @throws ReliabilityException if something is
     */
    public static void check() {
        Loaded.PROBLEM.ifPresent(problem -> {
            throw new ReliabilityException(problem, null);
        });
    }

    /** Returns what this library has in which file. */
    static Map<String, List<String>> own() {
        Map<String, List<String>> own = new LinkedHashMap<>();
        own.put(TestEngine.class.getName(), List.of("dev.reliability.internal.engine.ExperimentFilesEngine"));
        own.put(
                "org.junit.platform.launcher.TestExecutionListener",
                List.of(
                        "dev.reliability.internal.gate.ManifestListener",
                        "dev.reliability.internal.session.TestPlanListener"));
        own.put(
                "org.junit.platform.launcher.LauncherDiscoveryListener",
                List.of("dev.reliability.internal.packaging.PackagingListener"));
        own.put(
                TargetProvider.class.getName(),
                List.of(
                        "dev.reliability.internal.process.target.ProcessTargetProvider",
                        "dev.reliability.internal.toxiproxy.ToxiproxyTargetProvider",
                        "dev.reliability.internal.host.HostTargetProvider",
                        "dev.reliability.internal.chaostoolkit.run.FileTargetProvider",
                        "dev.reliability.internal.link.target.LinkTargetProvider",
                        "dev.reliability.internal.docker.DockerTargetProvider"));
        own.put(
                SignalProvider.class.getName(),
                List.of(
                        "dev.reliability.internal.signal.DnsSignalProvider",
                        "dev.reliability.internal.signal.HttpSignalProvider"));
        own.put(AlarmProvider.class.getName(), List.of("dev.reliability.internal.signal.HttpAlarmProvider"));
        return own;
    }

    /** Returns what is lost of those that a class loader sees. */
    static Optional<String> problem(ClassLoader loader) {
        List<String> lost = new ArrayList<>();
        try {
            for (Map.Entry<String, List<String>> file : own().entrySet()) {
                Set<String> named = named(file.getKey(), loader);
                List<String> expected = new ArrayList<>(file.getValue());
                // attacks are annotations of tests that nobody would run
                if (file.getKey().equals(TestEngine.class.getName())
                        && loader.getResource(JUPITER.replace('.', '/') + ".class") != null) {
                    expected.add(JUPITER);
                }
                expected.removeAll(named);
                if (!expected.isEmpty()) {
                    lost.add(DIRECTORY + file.getKey() + " does not name " + String.join(", ", expected));
                }
            }
        } catch (IOException e) {
            lost.add(DIRECTORY + " cannot be read: " + e);
        }
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of("ERROR: " + String.join("; ", lost)
                        + ". Such files of several jars were not merged when the jars were packed into one: with"
                        + " maven-shade-plugin, add its ServicesResourceTransformer. No fault was injected.");
    }

    private static Set<String> named(String service, ClassLoader loader) throws IOException {
        Set<String> named = new HashSet<>();
        for (URL url : Collections.list(loader.getResources(DIRECTORY + service))) {
            URLConnection connection = url.openConnection();
            // a jar that stays open cannot be replaced on every system
            connection.setUseCaches(false);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                named.addAll(lines.lines()
                        .map(line -> line.replaceAll("#.*", "").strip())
                        .collect(Collectors.toSet()));
            }
        }
        return named;
    }

    private static final class Loaded {

        static final Optional<String> PROBLEM = problem(ServiceFiles.class.getClassLoader());
    }
}
