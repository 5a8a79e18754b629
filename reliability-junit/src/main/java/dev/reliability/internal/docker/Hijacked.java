package dev.reliability.internal.docker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A connection that the engine gave over to the standard streams of a command. What comes back is in pieces, each behind eight bytes
 * that tell its stream and its length; standard error is kept aside.
 */
final class Hijacked implements AutoCloseable {

    private static final int ERRORS_KEPT = 8192;
    private static final int HEAD = 8;
    private static final int HEADERS = 16 << 10;
    private static final int ERRORS = 2;

    private final SocketChannel channel;
    private final StringBuilder errors = new StringBuilder();
    private int left;

    private Hijacked(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens one.
     *
     * @throws IOException if the engine cannot be reached or refuses
     */
    static Hijacked open(EngineSocket engine, String path, String json) throws IOException {
        SocketChannel channel = engine.open("POST", path, json);
        try {
            Hijacked opened = new Hijacked(channel);
            String head = opened.head();
            int status = EngineSocket.status(head);
            if (status != 101 && status != 200) {
                ByteArrayOutputStream why = new ByteArrayOutputStream();
                byte[] piece = new byte[HEADERS];
                for (int read = channel.read(ByteBuffer.wrap(piece));
                        read >= 0;
                        read = channel.read(ByteBuffer.wrap(piece))) {
                    why.write(piece, 0, read);
                }
                throw new IOException("the engine answers " + status + ": "
                        + why.toString(StandardCharsets.UTF_8).strip());
            }
            return opened;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) exactly(1)[0]);
            if (head.length() > HEADERS) {
                throw new IOException("what answers does not speak HTTP");
            }
        }
        return head.toString();
    }

    private byte[] exactly(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the connection ended");
            }
        }
        return buffer.array();
    }

    /** Standard input of the command; its end is seen there while what comes back can still be read. */
    OutputStream input() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer all = ByteBuffer.wrap(bytes, offset, length);
                while (all.hasRemaining()) {
                    channel.write(all);
                }
            }

            @Override
            public void close() throws IOException {
                if (channel.isOpen()) {
                    channel.shutdownOutput();
                }
            }
        };
    }

    /** Standard output of the command. */
    InputStream output() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                while (left == 0) {
                    if (!nextPiece()) {
                        return -1;
                    }
                }
                int read = channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, left)));
                left -= Math.max(0, read);
                return read;
            }
        };
    }

    private boolean nextPiece() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        while (head.hasRemaining()) {
            if (channel.read(head) < 0) {
                return false;
            }
        }
        int stream = head.get(0);
        int length = head.getInt(4);
        if (stream == ERRORS) {
            keep(new String(exactly(length), StandardCharsets.UTF_8));
        } else {
            left = length;
        }
        return true;
    }

    private void keep(String text) {
        synchronized (errors) {
            errors.append(text);
            errors.delete(0, Math.max(0, errors.length() - ERRORS_KEPT));
        }
    }

    /** The last few kilobytes of standard error, as far as standard output was read. */
    String errors() {
        synchronized (errors) {
            return errors.toString();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // whatever it was, nothing goes through it any more
        }
    }
}
