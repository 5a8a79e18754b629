package dev.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.SignalProvider;
import dev.reliability.spi.TargetProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of settings and addresses list what the code reads, all of it and nothing else. */
class DocumentedNamesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern READ = Pattern.compile("\"(?:\\$\\{)?(reliability(?:\\.[a-z]+(?:-[a-z]+)*)+)\"");
    private static final Pattern LISTED =
            Pattern.compile("^\\| `(reliability(?:\\.[a-z]+(?:-[a-z]+)*)+)` \\|", Pattern.MULTILINE);

    /** Names of what is reported, not of what is set. */
    private static final Pattern REPORTED = Pattern.compile(".*/ReportEntries\\.java");

    private static Set<String> settingsOfTheCode() throws IOException {
        Set<String> settings = new TreeSet<>();
        for (String module : List.of("reliability-junit", "reliability-aws", "reliability-k8s")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = file.toString().replace('\\', '/');
                    if (name.endsWith(".java") && !REPORTED.matcher(name).matches()) {
                        settings.addAll(found(READ, Files.readString(file)));
                    }
                }
            }
        }
        return settings;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    @Test
    void everySettingIsListedWithUnitAndDefault() throws IOException {
        String page = Files.readString(DOCS.resolve("settings.md"));

        assertThat(new TreeSet<>(found(LISTED, page))).hasSizeGreaterThan(10).isEqualTo(settingsOfTheCode());
        assertThat(page.lines().filter(line -> line.startsWith("| `reliability.")))
                .allSatisfy(row -> assertThat(Stream.of(row.split("(?<!\\\\)\\|", -1))
                                .map(String::strip)
                                .filter(cell -> !cell.isEmpty()))
                        .as(row)
                        .hasSize(4));
    }

    @Test
    void everySchemeIsListed() throws IOException {
        String page = Files.readString(DOCS.resolve("addresses.md"));
        List<String> schemes = new ArrayList<>();
        published(TargetProvider.class).forEach(provider -> schemes.addAll(provider.schemes()));
        published(SignalProvider.class).forEach(provider -> schemes.addAll(provider.schemes()));
        published(AlarmProvider.class).forEach(provider -> schemes.addAll(provider.schemes()));

        assertThat(schemes.stream().distinct().collect(Collectors.toList()))
                .contains("process", "toxiproxy", "dns", "https")
                .allSatisfy(scheme -> assertThat(page).contains("`" + scheme + ":"));
    }

    /** Returns those that the library itself brings; tests bring others, some of which cannot be made. */
    private static <T> List<T> published(Class<T> providers) throws IOException {
        Path services = Path.of("src", "main", "resources", "META-INF", "services", providers.getName());
        List<T> published = new ArrayList<>();
        for (String name : Files.readAllLines(services)) {
            try {
                published.add(providers.cast(
                        Class.forName(name).getDeclaredConstructor().newInstance()));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(name, e);
            }
        }
        return published;
    }
}
