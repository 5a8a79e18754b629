package dev.reliability.testsystem;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.journal.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, told what to do by the protocol of its developer tools. It reaches no network: it opens files. */
public final class Chromium implements AutoCloseable, WebSocket.Listener {

    private static final long SECONDS = 60;

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    private String session = "";
    private int last;

    /** Starts one with a page of its own. */
    public Chromium() throws IOException {
        profile = Files.createTempDirectory("reliability-chromium");
        List<String> command = new ArrayList<>(List.of(
                program().orElseThrow().toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--hide-scrollbars"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(address()), this)
                    .join();
            String page = call("Target.createTarget", Map.of("url", "about:blank"))
                    .path("targetId")
                    .asText();
            session = call("Target.attachToTarget", Map.of("targetId", page, "flatten", true))
                    .path("sessionId")
                    .asText();
            call("Page.enable", Map.of());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns where it is installed, if it is. */
    public static Optional<Path> program() {
        return Stream.of(
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/snap/bin/chromium")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private String address() throws IOException {
        String marker = "DevTools listening on ";
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(marker)) {
                Thread drain = new Thread(() -> lines.lines().forEach(ignored -> {}), "chromium output");
                drain.setDaemon(true);
                drain.start();
                return line.substring(marker.length());
            }
            said.append(line).append('\n');
        }
        throw new IOException("Chromium did not start:\n" + said);
    }

    /** Sets the size of the window, in the pixels of style sheets. */
    public void window(int width, int height, boolean phone) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    }

    /** Sets what the page is shown on ({@code screen}, {@code print}) and the colours that its reader prefers. */
    public void media(String medium, String colours) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("media", medium, "features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** Opens a file and waits until it is loaded. */
    public void open(Path file) {
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        answer("to load " + file, loaded);
    }

    /** Returns the value of an expression of the page. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer);
        }
        return answer.path("result").path("value");
    }

    /** Presses a key as a person does. */
    public void press(String key, int code) {
        Map<String, Object> event = new LinkedHashMap<>(Map.of("key", key, "code", key, "windowsVirtualKeyCode", code));
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        for (String type : List.of("keyDown", "keyUp")) {
            event.put("type", type);
            call("Input.dispatchKeyEvent", event);
        }
    }

    /** Takes a picture of a part of the page, as a PNG. */
    public byte[] picture(double x, double y, double width, double height) {
        Map<String, Object> clip = Map.of("x", x, "y", y, "width", width, "height", height, "scale", 1);
        return Base64.getDecoder()
                .decode(call(
                                "Page.captureScreenshot",
                                Map.of("format", "png", "clip", clip, "captureBeyondViewport", true))
                        .path("data")
                        .asText());
    }

    /** Prints the page, as a PDF. */
    public byte[] print() {
        return Base64.getDecoder()
                .decode(call("Page.printToPDF", Map.of("preferCSSPageSize", true))
                        .path("data")
                        .asText());
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        Map<String, Object> message = new LinkedHashMap<>();
        int id = ++last;
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        open.put(id, answer);
        socket.sendText(Json.line(message), true).join();
        JsonNode result = answer("to answer " + method, answer);
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.path("error"));
        }
        return result.path("result");
    }

    private static JsonNode answer(String what, CompletableFuture<JsonNode> answer) {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("Chromium was asked " + what + " and did not in " + SECONDS + " s", e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean end) {
        text.append(data);
        if (end) {
            JsonNode message = Json.read(text.toString());
            text.setLength(0);
            CompletableFuture<JsonNode> waiting = open.remove(message.path("id").asInt(-1));
            if (waiting != null) {
                waiting.complete(message);
            } else if (message.path("method").asText().equals("Page.loadEventFired")) {
                loaded.complete(message);
            }
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        List<Path> files;
        try (Stream<Path> found = Files.walk(profile)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
