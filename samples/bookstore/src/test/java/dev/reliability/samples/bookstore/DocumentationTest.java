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

/** The documentation shows code that compiles, has a page for each annotation, and links to what exists. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");
    private static final Pattern ANNOTATION = Pattern.compile("public @interface (\\w+)");

    @Test
    void everySnippetIsCompiled() throws IOException {
        String compiled =
                String.join("", texts(ROOT.resolve("samples"), ".java")).replaceAll("\\s+", "");
        List<String> snippets = found(JAVA, texts(DOCS, ".md"));

        assertThat(snippets)
                .hasSizeGreaterThan(10)
                .allSatisfy(snippet -> assertThat(compiled).as(snippet).contains(snippet.replaceAll("\\s+", "")));
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
        List<String> links = found(LINK, texts(DOCS, ".md"));

        assertThat(links)
                .hasSizeGreaterThan(10)
                .filteredOn(link -> !link.contains("://"))
                .allSatisfy(link -> assertThat(DOCS.resolve(link)).exists());
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
