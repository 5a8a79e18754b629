package dev.reliability.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.testsystem.Chromium;
import dev.reliability.testsystem.ExampleJournals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report as a browser shows it. */
@NeedsChromium
class ReportInBrowserTest {

    private static final int TAB = 9;
    private static final int ENTER = 13;

    @TempDir
    private static Path reports;

    private static Path html;
    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        new ExampleJournals(reports).write();
        html = Report.of(reports).write();
        browser = new Chromium();
    }

    @AfterAll
    static void end() throws IOException {
        browser.close();
    }

    @BeforeEach
    void open() {
        browser.window(1120, 800, false);
        browser.media("screen", "light");
        browser.open(html);
    }

    private static List<String> texts(String expression) {
        return Fields.texts(browser.evaluate(expression));
    }

    /** Returns the relative luminance contrast of the ink and the ground of the page, from 1 to 21. */
    private static double contrast() {
        return browser.evaluate(
                        """
                        (() => {
                          const light = colour => {
                            const [r, g, b] = colour.match(/[\\d.]+/g).map(v => v / 255)
                                .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                            return .2126 * r + .7152 * g + .0722 * b;
                          };
                          const style = getComputedStyle(document.body);
                          const both = [light(style.color), light(style.backgroundColor)].sort((a, b) => b - a);
                          return (both[0] + .05) / (both[1] + .05);
                        })()""")
                .asDouble();
    }

    private static double ground() {
        return browser.evaluate(
                        "Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))")
                .asDouble();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 768, 1120})
    void nothingIsWiderThanTheWindow(int width) {
        browser.window(width, 800, width < 700);
        browser.open(html);

        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("document.documentElement.clientWidth").asInt())
                .isEqualTo(width);
        assertThat(
                        texts(
                                """
                                [...document.querySelectorAll('body *')]
                                    .filter(e => !e.closest('.chart') && !e.closest('.skip') && !e.closest('thead'))
                                    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                                    .map(e => e.outerHTML.slice(0, 80))"""))
                .isEmpty();
    }

    @Test
    void whatIsWiderScrollsByItselfAndCanBeReachedByKeys() {
        browser.window(390, 800, true);
        browser.open(html);

        assertThat(
                        texts(
                                "[...document.querySelectorAll('.chart')].filter(e => e.scrollWidth > e.clientWidth)"
                                        + ".filter(e => e.tabIndex !== 0 || !e.getAttribute('role')).map(e => e.outerHTML.slice(0, 80))"))
                .isEmpty();
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.chart')].filter(e => e.scrollWidth > e.clientWidth).length")
                        .asInt())
                .as("what this sees")
                .isPositive();
    }

    @Test
    void theKeyboardReachesEverythingInTheOrderOfThePage() {
        int all = browser.evaluate("document.querySelectorAll('a[href], summary, [tabindex]').length")
                .asInt();
        List<Double> tops = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            browser.press("Tab", TAB);
            JsonNode at = browser.evaluate(
                    """
                    (() => {
                      const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
                      return {what: e.outerHTML.slice(0, 80), top: box.top + scrollY,
                          order: [...document.querySelectorAll('a[href], summary, [tabindex]')].indexOf(e),
                          outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                          shown: box.width > 0 && box.left >= 0 && box.top >= -1 && box.top <= innerHeight};
                    })()""");
            tops.add(at.path("order").asDouble());
            if (!at.path("outlined").asBoolean() || !at.path("shown").asBoolean()) {
                unseen.add(at.toString());
            }
        }
        assertThat(all).isGreaterThan(15);
        assertThat(tops)
                .as("each is reached once, from the top to the bottom")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(tops).hasSize(all).startsWith(0.0);
        assertThat(unseen).isEmpty();
    }

    @Test
    void theFirstKeySkipsToTheExperiments() {
        browser.press("Tab", TAB);
        assertThat(browser.evaluate("document.activeElement.textContent").asText())
                .isEqualTo("Skip to the experiments");
        browser.press("Enter", ENTER);
        assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#experiments");
    }

    @Test
    void detailsOpenByKeys() {
        browser.evaluate("document.querySelector('summary').focus()");
        boolean before =
                browser.evaluate("document.querySelector('details').open").asBoolean();
        browser.press("Enter", ENTER);
        assertThat(browser.evaluate("document.querySelector('details').open").asBoolean())
                .isNotEqualTo(before);
    }

    @Test
    void everyPictureAndTableHasAName() {
        assertThat(
                        texts(
                                """
                        [...document.querySelectorAll('svg')].filter(e => e.getAttribute('aria-hidden') !== 'true')
                            .filter(e => !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && !e.querySelector('title'))
                            .map(e => e.outerHTML.slice(0, 80))"""))
                .isEmpty();
        assertThat(
                        texts(
                                "[...document.querySelectorAll('[aria-labelledby]')].filter(e => !e.getAttribute('aria-labelledby')"
                                        + ".split(' ').every(id => document.getElementById(id))).map(e => e.outerHTML.slice(0, 80))"))
                .isEmpty();
        assertThat(texts("[...document.querySelectorAll('[id]')].map(e => e.id)"))
                .doesNotHaveDuplicates();
        assertThat(texts("[...document.querySelectorAll('a[href^=\"#\"]')].filter(e => !document.getElementById("
                        + "e.getAttribute('href').slice(1))).map(e => e.outerHTML)"))
                .isEmpty();
    }

    @Test
    void darkAndLightFollowTheReader() {
        assertThat(ground()).isGreaterThan(200);
        assertThat(contrast()).isGreaterThan(7);

        browser.media("screen", "dark");

        assertThat(ground()).isLessThan(60);
        assertThat(contrast()).isGreaterThan(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void paperIsWhiteAndItsInkDark(String colours) {
        browser.media("print", colours);

        assertThat(ground()).isEqualTo(255);
        assertThat(contrast()).isGreaterThan(7);
        browser.media("", colours);
        assertThat(new String(browser.print(), StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
    }
}
