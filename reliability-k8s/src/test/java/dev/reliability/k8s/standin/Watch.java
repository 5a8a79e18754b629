package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One watch of a client. An object that stops matching the selector is told as deleted, as the real server does. */
final class Watch extends WebSocketListener {

    private final Store store;
    private final Call call;
    private final Predicate<JsonNode> selector;
    private final Consumer<Store.Event> listener = this::tell;
    private WebSocket socket;

    /** Whoever changes the store holds its lock, and a socket may wait for the thread that waits for that lock. */
    private final ExecutorService out = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "stand-in watch");
        thread.setDaemon(true);
        return thread;
    });

    Watch(Store store, Call call, Predicate<JsonNode> selector) {
        this.store = store;
        this.call = call;
        this.selector = selector;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        socket = webSocket;
        String since = call.parameter("resourceVersion").orElse("0");
        try {
            store.follow(since.equals("0") ? store.version() : Long.parseLong(since), listener);
        } catch (Refusal refusal) {
            send("ERROR", refusal.status());
            hand(() -> webSocket.close(1000, ""));
        }
    }

    private void tell(Store.Event event) {
        if (event.kind() != call.kind()
                || !call.namespace().isEmpty()
                        && !call.namespace()
                                .equals(event.object()
                                        .path("metadata")
                                        .path("namespace")
                                        .asText())
                || !call.name().isEmpty()
                        && !call.name()
                                .equals(event.object()
                                        .path("metadata")
                                        .path("name")
                                        .asText())) {
            return;
        }
        boolean now = selector.test(event.object());
        boolean before = event.before() != null && selector.test(event.before());
        if (event.type().equals("MODIFIED") && now != before) {
            send(now ? "ADDED" : "DELETED", event.object());
        } else if (now) {
            send(event.type(), event.object());
        }
    }

    private void send(String type, JsonNode object) {
        ObjectNode message = Patches.JSON.createObjectNode();
        message.put("type", type).set("object", object);
        String text = message.toString();
        hand(() -> socket.send(text));
    }

    private void hand(Runnable step) {
        try {
            out.execute(step);
        } catch (RejectedExecutionException e) {
            // the client ended the watch at this moment
        }
    }

    /** Ends the connection as a server does that goes away. */
    void cut() {
        store.forget(listener);
        if (socket != null) {
            hand(() -> socket.close(1001, ""));
        }
        out.shutdown();
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        store.forget(listener);
        out.shutdown();
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        store.forget(listener);
        webSocket.close(code, reason);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable error, Response response) {
        store.forget(listener);
        out.shutdown();
    }
}
