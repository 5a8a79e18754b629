package dev.reliability.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.report.Report;
import dev.reliability.testsystem.Chromium;
import dev.reliability.testsystem.ExampleJournals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the pictures of the documentation from the report of an example build.
 *
 * <pre>mvn -q -pl reliability-junit -Pscreenshots test-compile exec:exec</pre>
 */
public final class Screenshots {

    private static final int DESKTOP = 1000;
    private static final int PHONE = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final int HIGHEST = 800;
    private static final int MOST_BYTES = 150_000;

    private final Chromium browser;
    private final Path directory;

    private Screenshots(Chromium browser, Path directory) {
        this.browser = browser;
        this.directory = directory;
    }

    /**
     * Takes them.
     *
     * @param arguments the directory that the example is written to, and that of the pictures
     */
    public static void main(String[] arguments) throws IOException {
        if (Chromium.program().isEmpty()) {
            throw new IllegalStateException("there is no Chromium: install the package chromium");
        }
        Path reports = Files.createDirectories(Path.of(arguments[0]));
        new ExampleJournals(reports).write();
        Path html = Report.of(reports).write();
        try (Chromium browser = new Chromium()) {
            Screenshots screenshots = new Screenshots(browser, Path.of(arguments[1]));
            browser.window(DESKTOP, HIGHEST, false);
            browser.media("screen", "light");
            browser.open(html);
            screenshots.take("report-overview", 0, 0, DESKTOP, HIGHEST);
            screenshots.section("report-failed", ".experiment .badge.failed");
            screenshots.section("report-passed", ".experiment .badge.passed");
            browser.window(PHONE, PHONE_HEIGHT, true);
            browser.open(html);
            screenshots.take("report-phone", 0, 0, PHONE, PHONE_HEIGHT);
        }
    }

    /** Takes the section around the first element that a selector finds, from its heading on. */
    private void section(String name, String selector) throws IOException {
        JsonNode box = browser.evaluate(
                """
                (() => {
                  const box = document.querySelector('%s').closest('section').getBoundingClientRect();
                  return {y: box.top + scrollY, height: box.height};
                })()"""
                        .formatted(selector));
        take(
                name,
                0,
                box.path("y").asDouble() - 12,
                DESKTOP,
                Math.min(HIGHEST, box.path("height").asDouble() + 24));
    }

    private void take(String name, double x, double y, double width, double height) throws IOException {
        byte[] picture = browser.picture(x, y, width, height);
        if (picture.length > MOST_BYTES) {
            throw new IllegalStateException(name + " has " + picture.length + " bytes, more than " + MOST_BYTES);
        }
        Path file = Files.write(directory.resolve(name + ".png"), picture);
        System.out.println(file + ": " + picture.length + " bytes");
    }
}
