package dev.reliability.internal.runner;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.http.Site;
import dev.reliability.internal.journal.Json;
import dev.reliability.internal.report.Report;
import dev.reliability.spi.Observation;
import dev.reliability.testsystem.TinyService;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a test body says, and what it asks by HTTP, is in the journal and in the report. */
@Timeout(60)
class BodyTracesTest {

    @TempDir
    Path directory;

    private Site site;

    @BeforeEach
    void start() throws IOException {
        site = new Site("blue", "127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private JsonNode run(Body.Steering body) throws IOException {
        ExperimentResult result = evaluate(body);
        assertThat(result.message()).startsWith("PASSED");
        return Json.read(Files.readString(result.journal().orElseThrow())).path("reliability");
    }

    private ExperimentResult evaluate(Body.Steering body) {
        return Reliability.experiment("traces")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .steadyState(SteadyStateSpec.probe(
                                "fine",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "fine", "fine")))
                        .every("10ms"))
                .evaluate(body);
    }

    @Test
    void whatABodyFailsWithIsWrittenDownWithoutItsSecrets() throws IOException {
        ExperimentResult result = evaluate(run -> {
            throw new AssertionError("not 200: http://ops:letmein@127.0.0.1/?token=abcdef0123");
        });
        assertThat(result.message())
                .startsWith("FAILED")
                .contains("not 200: http://********@127.0.0.1/?token=********");
        assertThat(Files.readString(result.journal().orElseThrow()))
                .contains("not 200")
                .doesNotContain("letmein", "abcdef0123");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + site.port() + path;
    }

    @Test
    void callsByRestAssuredAreRecordedWithTheirAnswers() throws IOException {
        given().get(url("/before"));
        int nobody = TinyService.freePort();
        JsonNode journal = run(run -> {
            given().header("Authorization", "Bearer abcdefghijkl")
                    .queryParam("q", "hidden")
                    .get(url("/books"));
            site.status(503);
            given().post(url("/orders"));
            assertThatThrownBy(() -> given().get("http://user:letmein@127.0.0.1:" + nobody + "/"))
                    .isInstanceOf(ConnectException.class);
            RestAssured.reset();
        });
        given().get(url("/after"));
        JsonNode calls = journal.path("calls");
        assertThat(calls).hasSize(3);
        assertThat(calls.get(0).path("method").asText()).isEqualTo("GET");
        assertThat(calls.get(0).path("url").asText()).isEqualTo(url("/books?…"));
        assertThat(calls.get(0).path("status").asInt()).isEqualTo(200);
        assertThat(calls.get(0).path("ms").asDouble()).isPositive();
        assertThat(calls.get(0).path("at").asDouble()).isPositive();
        assertThat(calls.get(1).path("status").asInt()).isEqualTo(503);
        assertThat(calls.get(2).has("status")).isFalse();
        assertThat(calls.get(2).path("failure").asText()).contains("ConnectException");
        assertThat(calls.get(2).path("url").asText()).contains("********@127.0.0.1");
        assertThat(journal.toString()).doesNotContain("abcdefghijkl", "hidden", "letmein");
        // whoever resets REST Assured has the calls of later bodies recorded all the same
        assertThat(run(run -> given().get(url("/again"))).path("calls")).hasSize(1);
    }

    @Test
    void callsOnThreadsThatTheBodyStartsAreItsOwn() throws IOException {
        JsonNode journal = run(run ->
                CompletableFuture.runAsync(() -> given().get(url("/elsewhere"))).join());
        assertThat(journal.path("calls")).hasSize(1);
    }

    @Test
    void notesAreKeptWithoutSecretsAndNotWithoutEnd() throws IOException {
        JsonNode journal = run(run -> {
            run.note("logged in with password=letmein");
            for (int i = 0; i < 3_000; i++) {
                run.note("order " + i + " " + "x".repeat(i == 2_999 ? 10_000 : 1));
            }
        });
        assertThat(journal.toString()).doesNotContain("letmein").hasSizeLessThan(300_000);
        assertThat(journal.path("notes-left-out").asInt()).isEqualTo(2_001);
        assertThat(journal.path("events").findValuesAsText("text"))
                .contains("logged in with password=********", "order 0 x", "order 498 x", "order 2998 x")
                .doesNotContain("order 499 x", "order 2498 x")
                .allMatch(text -> text.length() < 600);
    }

    @Test
    void nobodyIsNamedBeforeAHostAndNothingAsked() {
        BodyCalls calls = new BodyCalls();
        calls.answered(0, 1, "GET", "https://t0ken@127.0.0.1/books?sig=s1gned", 200);
        calls.failed(
                1,
                1,
                "GET",
                "https://ann:p@ss@127.0.0.1/a@b",
                new IOException("GET \"http://t0ken@127.0.0.1/books?sig=s1gned\": refused"));
        assertThat(calls.all())
                .extracting(BodyCalls.Call::url)
                .containsExactly("https://********@127.0.0.1/books?…", "https://********@127.0.0.1/a@b");
        assertThat(calls.all().get(1).failure())
                .isEqualTo("java.io.IOException: GET \"http://********@127.0.0.1/books?…\": refused");
    }

    @Test
    void callsAreNotKeptWithoutEnd() {
        BodyCalls calls = new BodyCalls();
        for (int i = 0; i < 10_000; i++) {
            calls.answered(i, 1, "GET", "http://localhost/" + "y".repeat(5_000), 200);
        }
        assertThat(calls.all()).hasSize(1_000).allMatch(call -> call.url().length() < 310);
        assertThat(calls.leftOut()).isEqualTo(9_000);
        assertThat(calls.all().get(499).began()).isEqualTo(499);
        assertThat(calls.all().get(500).began()).isEqualTo(9_500);
    }

    @Test
    void theReportShowsThemAsText() throws IOException {
        run(run -> {
            run.note("<script>alert(1)</script>");
            given().get(url("/<b>books</b>"));
            site.status(500);
            for (int i = 0; i < 300; i++) {
                given().get(url("/" + i));
            }
        });
        Path html = Report.of(directory.resolve("reports")).write();
        assertThat(Files.readString(html))
                .contains("class=\"said\"", "class=\"call\"", "note of the test body")
                .contains("&lt;script&gt;alert(1)", "HTTP calls of the test body (301)", "101 calls are left out here")
                .doesNotContain("<script", "<b>");
    }
}
