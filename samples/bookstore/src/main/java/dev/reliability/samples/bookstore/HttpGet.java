package dev.reliability.samples.bookstore;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** One GET on a connection of its own, with a limit to connect and a limit for each read. */
final class HttpGet {

    private HttpGet() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Response(int status, String contentType, byte[] body) {}

    static Response get(URI url, Duration connect, Duration read) throws IOException {
        HttpURLConnection connection = open(url, connect, read);
        try {
            int status = connection.getResponseCode();
            String type = connection.getContentType();
            return new Response(status, type == null ? "application/octet-stream" : type, body(connection));
        } finally {
            connection.disconnect();
        }
    }

    /** A connection that is neither taken from a pool nor kept: what it tells is about now. */
    static HttpURLConnection open(URI url, Duration connect, Duration read) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout((int) connect.toMillis());
        connection.setReadTimeout((int) read.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    static byte[] body(HttpURLConnection connection) throws IOException {
        InputStream stream =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            return stream.readAllBytes();
        }
    }
}
