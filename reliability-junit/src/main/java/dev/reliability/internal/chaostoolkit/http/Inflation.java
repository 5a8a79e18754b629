package dev.reliability.internal.chaostoolkit.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Reads bodies that servers compressed. */
final class Inflation {

    private Inflation() {}

    static byte[] of(byte[] body, String encoding) throws IOException {
        try (InputStream inflater = inflater(new ByteArrayInputStream(body), encoding, body)) {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            byte[] part = new byte[8192];
            int read = inflater.read(part);
            while (read >= 0) {
                plain.write(part, 0, read);
                if (plain.size() > HttpCaller.LARGEST_BODY) {
                    throw new IOException("the response inflates to more than " + HttpCaller.LARGEST_BODY + " bytes");
                }
                read = inflater.read(part);
            }
            return plain.toByteArray();
        } catch (ZipException e) {
            throw new BrokenBodyException("its body is not " + encoding + ": " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new BrokenBodyException("its body, " + encoding + ", ends early", e);
        }
    }

    private static InputStream inflater(InputStream in, String encoding, byte[] body) throws IOException {
        if (!encoding.equals("deflate")) {
            return new GZIPInputStream(in);
        }
        // some servers leave out the header that deflate has in HTTP
        boolean header = (body[0] & 0x0f) == 8 && body.length > 1 && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
        return new InflaterInputStream(in, new Inflater(!header));
    }
}
