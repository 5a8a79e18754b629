package dev.reliability.internal.chaostoolkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that answers with given bytes, however broken, and remembers what it was asked, byte by byte. */
public final class ScriptedServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d{1,6})");
    private static final Pattern UNTOLD = Pattern.compile(
            "(?i)(user-agent: (reliability|python-requests|python-urllib3)|accept-encoding:|connection:).*");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket socket;
    private final List<String> requests = new ArrayList<>();
    private Map<?, ?> responses = Map.of();

    public ScriptedServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Address and port. */
    public String host() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Forgets, and answers from now on with these bytes, as Latin-1, by path and query. */
    public synchronized void script(Map<?, ?> newResponses) {
        responses = newResponses;
        requests.clear();
    }

    /** What was asked, headers in order of their names; without those by which clients name themselves. */
    public synchronized List<String> requests() {
        return requests.stream()
                .map(request -> request.replace(host(), "@HOST@"))
                .toList();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                client.setSoTimeout(400);
                String answer = answer(read(client.getInputStream()));
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().flush();
                client.shutdownOutput();
            } catch (IOException e) {
                // a client that went away, or the end of this server
            }
        }
    }

    private synchronized String answer(String request) {
        String first = request.lines().findFirst().orElse("");
        String[] words = first.split(" ", 3);
        String target = words.length > 1 ? words[1] : "";
        requests.add(told(request));
        return closing(responses.containsKey(target) ? String.valueOf(responses.get(target)) : OK);
    }

    /** A client that does not know that the connection ends might use it again. */
    private static String closing(String response) {
        int line = response.indexOf("\r\n");
        return response.startsWith("HTTP/1.1 ") && line > 0 && response.charAt(9) != '1'
                ? response.substring(0, line) + "\r\nConnection: close" + response.substring(line)
                : response;
    }

    private static String told(String request) {
        int end = request.indexOf("\r\n\r\n");
        String head = end < 0 ? request : request.substring(0, end);
        String body = end < 0 ? "" : request.substring(end + 4);
        List<String> lines = new ArrayList<>(List.of(head.split("\r\n")));
        String first = lines.isEmpty() ? "" : lines.remove(0);
        lines.removeIf(line -> UNTOLD.matcher(line).matches());
        lines.sort(String.CASE_INSENSITIVE_ORDER);
        return first + "\n" + String.join("\n", lines) + "\n\n" + body;
    }

    /** Head and body, as long as its length says, or as much as comes. */
    private static String read(InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            int wanted = Integer.MAX_VALUE;
            while (all.length() < wanted) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                all.append((char) next);
                int head = wanted == Integer.MAX_VALUE ? all.indexOf("\r\n\r\n") : -1;
                if (head >= 0) {
                    wanted = head + 4 + length(all.toString());
                }
            }
            while (in.available() > 0) {
                all.append((char) in.read());
            }
        } catch (SocketTimeoutException e) {
            all.append("<nothing more>");
        }
        return all.toString();
    }

    private static int length(String head) {
        if (head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked")) {
            return Integer.MAX_VALUE / 2;
        }
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
