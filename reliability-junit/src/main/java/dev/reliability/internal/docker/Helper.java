package dev.reliability.internal.docker;

import dev.reliability.internal.docker.EngineSocket.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container of ours beside another one, in its network and among its processes. It is bound to us by its standard input: when this
 * JVM ends, however it ends, so does the helper, and the engine removes it.
 */
final class Helper implements AutoCloseable {

    /** Label of helpers, with the id of the container that they are beside. */
    static final String LABEL = "dev.reliability.helper";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final DockerEngine engine;
    private final String id;
    private final Hijacked lifeline;

    private Helper(DockerEngine engine, String id, Hijacked lifeline) {
        this.engine = engine;
        this.id = id;
        this.lifeline = lifeline;
    }

    /**
     * Starts one.
     *
     * @throws DockerException if the engine refuses, as without the image
     */
    static Helper start(DockerEngine engine, Container beside, String image) {
        Answer answer = engine.call("POST", "/containers/create", DockerEngine.written(wish(beside, image)), TIMEOUT);
        if (answer.status() == 404 && answer.text().contains("No such image")) {
            throw new DockerException("the Docker Engine at " + engine.address() + " has no image " + image
                    + " (" + Ways.HELPER + "): pull it, or build it with docker build -t " + image
                    + " on the Dockerfile of docs/containers.md");
        }
        String id =
                engine.json(engine.expect(answer, "create a helper")).path("Id").asText();
        try {
            // whoever comes after the start finds standard input closed
            Hijacked lifeline =
                    Hijacked.open(engine.socket(), "/containers/" + id + "/attach?stream=1&stdin=1&stdout=1", "");
            Helper helper = new Helper(engine, id, lifeline);
            engine.expect(engine.call("POST", "/containers/" + id + "/start", "", TIMEOUT), "start a helper");
            return helper;
        } catch (IOException e) {
            remove(engine, id);
            throw engine.unreachable(e);
        } catch (DockerException e) {
            remove(engine, id);
            throw e;
        }
    }

    private static Map<String, Object> wish(Container beside, String image) {
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("NetworkMode", "container:" + beside.id());
        if (beside.pids().isEmpty()) {
            // the kernel ends it with the first process of the container
            host.put("PidMode", "container:" + beside.id());
        }
        host.put("AutoRemove", true);
        host.put("CapDrop", List.of("ALL"));
        host.put("CapAdd", List.of("NET_ADMIN", "KILL", "SYS_PTRACE"));
        host.put("SecurityOpt", List.of("no-new-privileges"));
        host.put("Tmpfs", Map.of("/run", "size=1m,mode=755"));
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("Image", image);
        wish.put("User", "0");
        wish.put("Entrypoint", List.of("cat"));
        wish.put("Cmd", List.of());
        wish.put("OpenStdin", true);
        wish.put("StdinOnce", true);
        wish.put("AttachStdin", true);
        wish.put("Labels", Map.of(LABEL, beside.id()));
        wish.put("HostConfig", host);
        return wish;
    }

    private static void remove(DockerEngine engine, String id) {
        engine.call("DELETE", "/containers/" + id + "?force=1", "", TIMEOUT);
    }

    /** Makes a command known to the engine; returns its id there. */
    String prepared(List<String> words) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("AttachStdin", true);
        wish.put("AttachStdout", true);
        wish.put("AttachStderr", true);
        wish.put("Cmd", new ArrayList<>(words));
        Answer answer = engine.call("POST", "/containers/" + id + "/exec", DockerEngine.written(wish), TIMEOUT);
        return engine.json(engine.expect(answer, "run a command in a helper"))
                .path("Id")
                .asText();
    }

    /** Starts it. */
    Hijacked begin(String command) throws IOException {
        return Hijacked.open(
                engine.socket(),
                "/exec/" + command + "/start",
                DockerEngine.written(Map.of("Detach", false, "Tty", false)));
    }

    /** The exit code of a command that has ended. */
    int exitCode(String command) {
        Answer answer = engine.call("GET", "/exec/" + command + "/json", "", TIMEOUT);
        return engine.json(engine.expect(answer, "tell how a command ended"))
                .path("ExitCode")
                .asInt(-1);
    }

    boolean running(String command) {
        Answer answer = engine.call("GET", "/exec/" + command + "/json", "", TIMEOUT);
        return answer.status() != 404
                && engine.json(engine.expect(answer, "tell whether a command runs"))
                        .path("Running")
                        .asBoolean();
    }

    /** Ends it, and all that runs in it. */
    @Override
    public void close() {
        lifeline.close();
        remove(engine, id);
    }
}
