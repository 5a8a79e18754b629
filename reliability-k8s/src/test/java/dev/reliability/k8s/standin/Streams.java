package dev.reliability.k8s.standin;

import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The streams of a process over a web socket: the first byte of each frame says which. By the protocol {@code v4.channel.k8s.io},
 * which has no way to end standard input but to end the connection.
 */
final class Streams extends WebSocketListener {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;

    private final Process process;
    private final boolean owned;

    /**
     * @param owned whether the process was started for this connection, whose end tells its exit code
     */
    Streams(Process process, boolean owned) {
        this.process = process;
        this.owned = owned;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        // a real server begins so
        webSocket.send(frame(STDOUT, new byte[0]));
        List<Thread> readers = List.of(
                copy(webSocket, STDOUT, process.getInputStream()), copy(webSocket, STDERR, process.getErrorStream()));
        process.onExit().thenAccept(ended -> {
            // what is still in the pipes comes before the end; a descendant may hold them open for longer
            for (Thread reader : readers) {
                try {
                    reader.join(1000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            webSocket.send(frame(STATUS, status(owned ? ended.exitValue() : 0).getBytes(StandardCharsets.UTF_8)));
            webSocket.close(1000, "");
        });
    }

    private static String status(int code) {
        return code == 0
                ? "{\"metadata\":{},\"status\":\"Success\"}"
                : "{\"metadata\":{},\"status\":\"Failure\",\"message\":\"command terminated with exit code " + code
                        + "\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":[{\"reason\":\"ExitCode\","
                        + "\"message\":\"" + code + "\"}]}}";
    }

    private static Thread copy(WebSocket webSocket, int channel, InputStream from) {
        Thread reader = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try {
                        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                            webSocket.send(frame(channel, Arrays.copyOf(buffer, read)));
                        }
                    } catch (IOException e) {
                        // the process is gone, and its status says so
                    }
                },
                "stand-in streams");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static byte[] frame(int channel, byte[] data) {
        byte[] frame = new byte[data.length + 1];
        frame[0] = (byte) channel;
        System.arraycopy(data, 0, frame, 1, data.length);
        return frame;
    }

    @Override
    public void onMessage(WebSocket webSocket, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        try {
            if (bytes[0] == STDIN) {
                process.getOutputStream().write(bytes, 1, bytes.length - 1);
                process.getOutputStream().flush();
            }
        } catch (IOException e) {
            // the process reads no more, which is its own business
        }
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        hangUp();
        webSocket.close(code, reason);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        hangUp();
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable error, Response response) {
        hangUp();
    }

    /** What a container sees whose standard input is taken once: the end of it. */
    private void hangUp() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it was closed before
        }
    }
}
