package dev.reliability.k8s.internal.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A web socket that sends one message after the other. That of the JDK refuses a message while it has not got rid of the last one
 * ({@link WebSocket#sendBinary}: {@code IllegalStateException}, "Send pending"), and the client of the API takes that for the end of
 * the connection. It is so wherever a socket is slow for a moment, and most of all directly after it was opened.
 */
final class QueuedWebSocket implements WebSocket {

    private final WebSocket socket;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private boolean closing;

    private QueuedWebSocket(WebSocket socket) {
        this.socket = socket;
    }

    /** Returns a listener that is told of queued sockets where those of the JDK are meant. */
    static Listener listener(Listener listener) {
        return new Told(listener);
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean end) {
        return queued(() -> socket.sendText(data, end));
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean end) {
        return queued(() -> socket.sendBinary(data, end));
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
        synchronized (this) {
            closing = true;
        }
        // what was said before arrives before
        return queued(() -> socket.sendClose(statusCode, reason));
    }

    private synchronized CompletableFuture<WebSocket> queued(Supplier<CompletableFuture<WebSocket>> send) {
        CompletableFuture<WebSocket> sent = last.handle((done, failed) -> this)
                .thenCompose(self -> send.get())
                .thenApply(done -> this);
        last = sent;
        return sent;
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        return socket.sendPing(message).thenApply(done -> this);
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        return socket.sendPong(message).thenApply(done -> this);
    }

    @Override
    public void request(long number) {
        socket.request(number);
    }

    @Override
    public String getSubprotocol() {
        return socket.getSubprotocol();
    }

    @Override
    public synchronized boolean isOutputClosed() {
        return closing || socket.isOutputClosed();
    }

    @Override
    public boolean isInputClosed() {
        return socket.isInputClosed();
    }

    @Override
    public void abort() {
        socket.abort();
    }

    private static final class Told implements Listener {

        private final Listener listener;
        private @Nullable QueuedWebSocket queued;

        private Told(Listener listener) {
            this.listener = listener;
        }

        private synchronized WebSocket of(WebSocket socket) {
            if (queued == null) {
                queued = new QueuedWebSocket(socket);
            }
            return queued;
        }

        @Override
        public void onOpen(WebSocket socket) {
            listener.onOpen(of(socket));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean end) {
            return listener.onText(of(socket), data, end);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean end) {
            return listener.onBinary(of(socket), data, end);
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            return listener.onPing(of(socket), message);
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            return listener.onPong(of(socket), message);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            return listener.onClose(of(socket), statusCode, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            listener.onError(of(socket), error);
        }
    }
}
