package dev.reliability.internal.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reliability.internal.docker.EngineSocket.Answer;
import dev.reliability.spi.PlanContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is asked of a Docker Engine, or of one that speaks its language, about containers. Every call ends within some seconds. */
final class DockerEngine {

    /** Setting: where the engine is; before {@code DOCKER_HOST}. */
    static final String HOST = "reliability.docker.host";

    /** What the engine's own clients call that. */
    static final String DOCKER_HOST = "DOCKER_HOST";

    private static final String USUAL = "unix:///var/run/docker.sock";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LINES = 200;
    private static final int FRAME_HEAD = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineSocket socket;

    DockerEngine(EngineSocket socket) {
        this.socket = socket;
    }

    /** Returns the one that the settings name, without asking it anything. */
    static DockerEngine of(PlanContext context) {
        return at(context.value(HOST)
                .filter(text -> !text.isBlank())
                .or(() -> context.value(DOCKER_HOST).filter(text -> !text.isBlank()))
                .orElse(USUAL));
    }

    static DockerEngine at(String address) {
        try {
            return new DockerEngine(new EngineSocket(address.strip()));
        } catch (IllegalArgumentException e) {
            throw new DockerException(String.valueOf(e.getMessage()), e);
        }
    }

    EngineSocket socket() {
        return socket;
    }

    String address() {
        return socket.address();
    }

    /** Returns a container by its name or id, if there is one. */
    Optional<Container> container(String nameOrId) {
        Answer answer = call("GET", "/containers/" + encoded(nameOrId) + "/json", "", TIMEOUT);
        return answer.status() == 404 ? Optional.empty() : Optional.of(Container.of(json(expect(answer, "inspect"))));
    }

    /** Returns the names of the containers that have a label, of those that run unless none does. */
    List<String> labelled(String label) {
        String filter = encoded(written(Map.of("label", List.of(label))));
        List<String> running = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (JsonNode found :
                json(expect(call("GET", "/containers/json?all=1&filters=" + filter, "", TIMEOUT), "list"))) {
            String name = found.path("Names").path(0).asText().replaceFirst("^/", "");
            all.add(name);
            if (found.path("State").asText().matches("running|paused")) {
                running.add(name);
            }
        }
        return running.isEmpty() ? all : running;
    }

    /** Asks it to end and kills it after its own time; does nothing to one that does not run. */
    void stop(Container container) {
        order(container, "stop", container.stopTimeout().plus(TIMEOUT));
    }

    void start(Container container) {
        order(container, "start", TIMEOUT.multipliedBy(3));
    }

    void kill(Container container, String signal) {
        order(container, "kill?signal=" + encoded(signal), TIMEOUT);
    }

    void pause(Container container) {
        order(container, "pause", TIMEOUT);
    }

    /** Takes it off a network. */
    void disconnect(Container container, Attachment network) {
        Answer answer = call(
                "POST",
                "/networks/" + network.id() + "/disconnect",
                written(Map.of("Container", container.id())),
                TIMEOUT);
        expect(answer, "disconnect " + container.name() + " from network " + network.network());
    }

    boolean hasNetwork(Attachment network) {
        Answer answer = call("GET", "/networks/" + network.id(), "", TIMEOUT);
        return answer.status() != 404
                && expect(answer, "inspect network " + network.network()).status() == 200;
    }

    /** Gives the order that undoes something; what is not there any more is not missed. */
    void order(Undo undo, Container container) {
        Answer answer = call("POST", undo.path(container.id()), undo.body(container.id()), TIMEOUT.multipliedBy(3));
        if (answer.status() != 404) {
            expect(answer, undo.command(container.name()));
        }
    }

    private void order(Container container, String what, Duration atMost) {
        expect(call("POST", "/containers/" + container.id() + "/" + what, "", atMost), what.replaceFirst("\\?.*", ""));
    }

    /** Returns the time of the engine's own clock. */
    Instant now() {
        String time = json(expect(call("GET", "/info", "", TIMEOUT), "tell its time"))
                .path("SystemTime")
                .asText();
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            throw new DockerException("the Docker Engine at " + address() + " tells no time but \"" + time + "\"", e);
        }
    }

    /**
     * Tells whether something happened to a container, as far as the engine remembers.
     *
     * @param what in the engine's words: {@code start}, {@code unpause}
     * @param since a time of its clock
     */
    boolean happened(Container container, String what, Instant since) {
        String filter = encoded(written(Map.of("container", List.of(container.id()), "event", List.of(what))));
        Answer answer = call(
                "GET", "/events?since=" + stamp(since) + "&until=" + stamp(now()) + "&filters=" + filter, "", TIMEOUT);
        return !expect(answer, "tell what happened").text().isBlank();
    }

    private static String stamp(Instant time) {
        return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    }

    /** Returns the last lines that a container wrote. */
    String log(Container container, Duration last) {
        long since = Instant.now().minus(last).getEpochSecond();
        Answer answer = call(
                "GET",
                "/containers/" + container.id() + "/logs?stdout=1&stderr=1&tail=" + LINES + "&since=" + since,
                "",
                TIMEOUT);
        byte[] body = expect(answer, "logs").body();
        return container.terminal() ? new String(body, StandardCharsets.UTF_8) : unframed(body);
    }

    /** Without a terminal, each piece comes behind a head of eight bytes that tells its stream and its length. */
    private static String unframed(byte[] body) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer rest = ByteBuffer.wrap(body);
        while (rest.remaining() >= FRAME_HEAD) {
            rest.getInt();
            int length = Math.min(rest.getInt(), rest.remaining());
            text.write(body, rest.position(), length);
            rest.position(rest.position() + length);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    Answer call(String method, String path, String json, Duration atMost) {
        try {
            return socket.call(method, path, json, atMost);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    DockerException unreachable(IOException cause) {
        String why = String.valueOf(cause.getMessage());
        String advice = why.contains("Permission denied")
                ? ": this user may not use it; run the tests as root or as a member of the group docker"
                : ": start it, or say where it is by " + HOST + " or " + DOCKER_HOST;
        return new DockerException(
                "the Docker Engine at " + address() + " cannot be asked (" + why + ")" + advice, cause);
    }

    Answer expect(Answer answer, String what) {
        // 304: it is so already
        if (answer.status() / 100 == 2 || answer.status() == 304) {
            return answer;
        }
        String said = answer.text().strip();
        try {
            said = JSON.readTree(said).path("message").asText(said);
        } catch (JsonProcessingException e) {
            // then it is told as it came
        }
        throw new DockerException(
                "the Docker Engine at " + address() + " refuses to " + what + " (" + answer.status() + "): " + said);
    }

    JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.text());
        } catch (JsonProcessingException e) {
            throw new DockerException(
                    "what answers at " + address() + " is no Docker Engine: " + e.getOriginalMessage(), e);
        }
    }

    static String written(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
