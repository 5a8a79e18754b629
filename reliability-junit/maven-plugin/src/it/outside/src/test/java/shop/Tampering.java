package shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What may become of evidence between the end of the test JVM and the gate. */
final class Tampering {

    private static final Path REPORTS = Path.of("target/reliability");

    private Tampering() {}

    static Path manifest() throws IOException {
        try (Stream<Path> files = Files.list(REPORTS.resolve("manifest"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static void everything() {
        try {
            Path forms = REPORTS.resolve("shop.FormsIT");
            Path truncated = forms.resolve("composed[1]/journal.json");
            Files.writeString(truncated, Files.readString(truncated).substring(0, 500));
            replace(forms.resolve("repeated[1]/journal.json"), "PASSED", "FAILED");
            replace(forms.resolve("parameterized[1]/journal.json"), "\"format\" : 1", "\"format\" : 2");
            Files.delete(Path.of(REPORTS + "/shop.FormsIT$AtNight/nested[1]/journal.json"));

            String whole = Files.readString(manifest());
            Files.writeString(REPORTS.resolve("manifest/cut.jsonl"), whole.substring(0, whole.length() - 20));
            Files.writeString(REPORTS.resolve("manifest/edited.jsonl"), whole.replaceFirst("FormsIT", "FormerIT"));
            Files.writeString(
                    REPORTS.resolve("manifest/newer.jsonl"), whole.replaceFirst("\"version\":1", "\"version\":2"));
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    private static void replace(Path file, String what, String by) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(what)) {
            throw new IOException(file + " does not hold " + what);
        }
        Files.writeString(file, text.replace(what, by));
    }
}
