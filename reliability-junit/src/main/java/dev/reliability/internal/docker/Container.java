package dev.reliability.internal.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container as the engine described it last.
 *
 * @param pid of its first process, in the PID namespace of the engine; 0 while it does not run
 * @param startedAt changes with every start
 * @param status in the engine's words: {@code running}, {@code exited}
 * @param health what its health check came to, in the engine's words; empty where it has none
 * @param network the network mode: {@code host}, {@code container:ID} or the name of a network
 * @param networks the networks that it is on, or is to be on when it runs, by their names
 * @param pids the PID mode: {@code host}, {@code container:ID} or empty
 * @param stopTimeout how long it has to end by itself before it is killed
 */
record Container(
        String id,
        String name,
        boolean running,
        boolean paused,
        String status,
        int exitCode,
        long pid,
        String startedAt,
        Optional<String> health,
        boolean autoRemove,
        String network,
        Map<String, Attachment> networks,
        String pids,
        String hostsFile,
        String resolverFile,
        boolean terminal,
        Duration stopTimeout) {

    private static final int ENGINES_STOP_TIMEOUT = 10;

    static Container of(JsonNode found) {
        JsonNode state = found.path("State");
        JsonNode host = found.path("HostConfig");
        JsonNode config = found.path("Config");
        String health = state.path("Health").path("Status").asText("");
        return new Container(
                found.path("Id").asText(),
                found.path("Name").asText().replaceFirst("^/", ""),
                state.path("Running").asBoolean(),
                state.path("Paused").asBoolean(),
                state.path("Status").asText(),
                state.path("ExitCode").asInt(),
                state.path("Pid").asLong(),
                state.path("StartedAt").asText(),
                Optional.of(health).filter(text -> !text.isEmpty() && !text.equals("none")),
                host.path("AutoRemove").asBoolean(),
                host.path("NetworkMode").asText(),
                networks(found),
                host.path("PidMode").asText(),
                found.path("HostsPath").asText(),
                found.path("ResolvConfPath").asText(),
                config.path("Tty").asBoolean(),
                Duration.ofSeconds(config.path("StopTimeout").asInt(ENGINES_STOP_TIMEOUT)));
    }

    private static Map<String, Attachment> networks(JsonNode found) {
        JsonNode all = found.path("NetworkSettings").path("Networks");
        Map<String, Attachment> networks = new TreeMap<>();
        all.fieldNames().forEachRemaining(name -> networks.put(name, Attachment.of(name, all.get(name), found)));
        return Collections.unmodifiableMap(networks);
    }

    /** Whether it is on a network; one that does not run, whether it will be. */
    boolean on(String name) {
        Attachment attachment = networks.get(name);
        return attachment != null && (attachment.connected() || !running);
    }

    /** Says why it is down, as the end of the sentence "container web …"; empty while it runs. */
    Optional<String> down() {
        return running
                ? Optional.empty()
                : Optional.of(
                        status.equals("exited")
                                ? "has ended (exit code " + exitCode + ")"
                                : "is not running but " + status);
    }
}
