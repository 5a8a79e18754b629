package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.junit.ReliabilityAnnotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The documentation and the README show code that compiles and messages that tests see, have a page for each annotation, and link to
 * what exists. The project of the README is built, and its messages are compared, by a test of the library.
 */
class DocumentationTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path README = ROOT.resolve("README.md");
    private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");
    private static final Pattern PROJECT =
            Pattern.compile("## Ten minutes from an empty project\\R.*?(?=\\R## )", Pattern.DOTALL);
    private static final Pattern MESSAGE = Pattern.compile(
            "^((?:FAILED|INCONCLUSIVE|ABORTED|ERROR): .*)$|`((?:FAILED|INCONCLUSIVE|ABORTED|ERROR): [^`]*)`",
            Pattern.MULTILINE);
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final int ENOUGH = 45;
    private static final Pattern ANNOTATION = Pattern.compile("public @interface (\\w+)");

    @Test
    void everySnippetIsCompiled() throws IOException {
        String compiled =
                String.join("", texts(ROOT.resolve("samples"), ".java")).replaceAll("\\s+", "");
        List<String> snippets = found(JAVA, pages());

        assertThat(snippets)
                .hasSizeGreaterThan(10)
                .allSatisfy(snippet -> assertThat(compiled).as(snippet).contains(snippet.replaceAll("\\s+", "")));
    }

    @Test
    void everyMessageIsOneThatATestSees() throws IOException {
        List<String> seen = seenByTests();
        List<String> messages = pages().stream()
                .flatMap(text -> MESSAGE.matcher(text).results())
                .map(match -> comparable(match.group(1) == null ? match.group(2) : match.group(1)))
                .toList();

        assertThat(messages).hasSizeGreaterThan(10).allMatch(message -> seen.stream()
                .anyMatch(text -> message.contains(text) || text.contains(message)));
    }

    /** What tests expect as text or as a pattern, with {@code #} for each number. */
    private static List<String> seenByTests() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : List.of("reliability-junit", "samples")) {
            sources.addAll(texts(ROOT.resolve(module), ".java"));
        }
        return sources.stream()
                .map(source -> source.replaceAll("\"\\s*\\+\\s*\"", ""))
                .flatMap(source -> LITERAL.matcher(source).results())
                .map(literal -> literal.group(1).replace("\\\"", "\"").replace("\\\\", "\\"))
                .map(text -> text.replaceAll("^\\(\\?s\\)", "").replaceAll("\\.\\*$", ""))
                .map(text ->
                        text.replace("\\d+\\.\\d", "#").replace("\\d+", "#").replaceAll("\\\\([^a-z])", "$1"))
                .map(DocumentationTest::comparable)
                .filter(text -> text.length() >= ENOUGH)
                .toList();
    }

    private static String comparable(String message) {
        return message.replaceAll("\\d+(\\.\\d+)?", "#").replace("#.#", "#");
    }

    @Test
    void everyAnnotationHasAPageThatTheIndexNames() throws IOException {
        Path annotations = ROOT.resolve("reliability-junit/src/main/java/dev/reliability/junit");
        List<String> names = new ArrayList<>(found(ANNOTATION, texts(annotations, ".java")));
        // marks annotations of others: users meet it in its Javadoc
        names.remove(ReliabilityAnnotation.class.getSimpleName());
        String index = Files.readString(DOCS.resolve("README.md"));

        assertThat(names).hasSizeGreaterThan(10).allSatisfy(name -> {
            assertThat(DOCS.resolve(name + ".md")).exists();
            assertThat(index).contains("](" + name + ".md)");
        });
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> links = new ArrayList<>(found(LINK, texts(DOCS, ".md")));
        found(LINK, List.of(Files.readString(README))).stream()
                .map(link -> link.contains("://") ? link : "../" + link)
                .forEach(links::add);

        assertThat(links)
                .hasSizeGreaterThan(10)
                .filteredOn(link -> !link.contains("://"))
                .allSatisfy(link -> assertThat(DOCS.resolve(link)).exists());
    }

    /** Returns the pages, and what the README has besides its project. */
    private static List<String> pages() throws IOException {
        List<String> pages = new ArrayList<>(texts(DOCS, ".md"));
        String readme = Files.readString(README);
        pages.add(PROJECT.matcher(readme).replaceFirst(""));
        assertThat(pages.get(pages.size() - 1)).hasSizeLessThan(readme.length());
        return pages;
    }

    private static List<String> found(Pattern pattern, List<String> texts) {
        return texts.stream()
                .flatMap(text -> pattern.matcher(text).results())
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> texts(Path directory, String extension) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(extension)) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }
}
