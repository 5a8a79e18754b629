package dev.reliability.samples.bookstore;

import dev.reliability.samples.bookstore.HttpService.Answer;
import dev.reliability.samples.bookstore.HttpService.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin of the Bookstore's CDN: {@code GET /covers/ID.svg} is a cover, a picture made from the number alone, and
 * {@code GET /health} answers 200.
 *
 * <p>Environment (default): {@code BIND} (127.0.0.1), {@code PORT} (0, any free port).
 */
public final class CdnOrigin {

    private static final Pattern COVER = Pattern.compile("/covers/(\\d{1,9})\\.svg");
    private static final int THREADS = 16;

    private CdnOrigin() {}

    public static void main(String[] arguments) {
        SampleMain.run("cdn", CdnOrigin::start);
    }

    private static String start(Settings settings) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(settings.text("BIND", "127.0.0.1"), settings.number("PORT", 0));
        return HttpService.start(address, THREADS, Map.of(), CdnOrigin::handle).url();
    }

    private static Answer handle(Request request) throws IOException {
        if (request.path().equals("/health")) {
            return Answer.text("ok\n");
        }
        Matcher cover = COVER.matcher(request.path());
        if (!cover.matches() || Integer.parseInt(cover.group(1)) > BookstoreDatabase.BOOKS.size()) {
            return Answer.error(404, "there is no " + request.path());
        }
        return Answer.of(200, "image/svg+xml", picture(Integer.parseInt(cover.group(1))));
    }

    private static byte[] picture(int id) {
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 300\"><rect width=\"200\" height=\"300\"");
        svg.append(" fill=\"hsl(").append(id * 47 % 360).append(",60%,35%)\"/>");
        for (int ring = 0; ring < 8; ring++) {
            svg.append("<circle cx=\"")
                    .append(20 + (id * 31 + ring * 53) % 160)
                    .append("\" cy=\"")
                    .append(20 + (id * 17 + ring * 71) % 260)
                    .append("\" r=\"")
                    .append(8 + ring * 4)
                    .append("\" fill=\"hsl(")
                    .append((id * 47 + ring * 30) % 360)
                    .append(",70%,60%)\" fill-opacity=\"0.5\"/>");
        }
        svg.append("<text x=\"100\" y=\"160\" font-size=\"48\" text-anchor=\"middle\" fill=\"white\">")
                .append(id)
                .append("</text></svg>\n");
        return svg.toString().getBytes(StandardCharsets.UTF_8);
    }
}
