package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.TestPlace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a job on GitHub shows: a summary on its page, and each failure at the line of its test. */
final class GitHub {

    private final Function<String, Optional<String>> environment;
    private final PrintStream out;

    GitHub(Function<String, Optional<String>> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /**
     * Adds to the page of the job, where there is one.
     *
     * @throws IOException if it cannot be written
     */
    void summarise(ReportedBuild build) throws IOException {
        Optional<String> file = environment.apply("GITHUB_STEP_SUMMARY");
        if (file.isPresent()) {
            Files.writeString(
                    Path.of(file.get()),
                    SummaryMarkdown.of(build) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    /** Names the source line of each test that did not pass. */
    void annotate(ReportedBuild build) {
        if (environment.apply("GITHUB_ACTIONS").filter("true"::equals).isEmpty()) {
            return;
        }
        for (ReportedExperiment run : build.experiments()) {
            if (!run.passed()) {
                String where = run.place()
                        .flatMap(this::source)
                        .map(Source::properties)
                        .orElse("");
                out.println("::error " + where + "title=" + property(run.name()) + "::" + data(run.message()));
            }
        }
    }

    private record Source(String file, int line) {

        String properties() {
            return "file=" + property(file) + ",line=" + line + ",";
        }
    }

    private Optional<Source> source(TestPlace place) {
        String outermost = place.className().replaceFirst("\\$.*", "").replace('.', '/');
        Path directory = Path.of(place.directory());
        return Stream.of("src/test/java/", "src/it/java/", "src/test/kotlin/")
                .flatMap(root -> Stream.of(root + outermost + ".java", root + outermost + ".kt"))
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> new Source(relative(file), line(file, place.method())));
    }

    private String relative(Path file) {
        Path workspace = Path.of(environment.apply("GITHUB_WORKSPACE").orElse("/"));
        return (file.startsWith(workspace) ? workspace.relativize(file) : file)
                .toString()
                .replace('\\', '/');
    }

    private static int line(Path file, String method) {
        Pattern declaration = Pattern.compile("(void|fun|boolean)\\s+`?" + Pattern.quote(method) + "`?\\s*\\(");
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (declaration.matcher(lines.get(i)).find()) {
                    return i + 1;
                }
            }
        } catch (IOException e) {
            // the file is named all the same
        }
        return 1;
    }

    /** As the runner of a job wants it: what ends a command or a property is written as a number. */
    private static String data(String text) {
        return Visible.of(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
