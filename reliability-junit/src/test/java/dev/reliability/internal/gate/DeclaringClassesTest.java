package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaringClassesTest {

    @TempDir
    Path directory;

    @Test
    void namesTheOutermostClassesThatHaveAnExperimentByAnnotations() throws IOException {
        SampleProject project = new SampleProject(directory)
                .with(
                        "OuterIT",
                        "class OuterIT { @Nested class Inner { @Test @Holding void a() {} @Test @Holding void b() {} } }")
                .with("PlainIT", "class PlainIT { @Test void none() {} }")
                .withExperiment("experiments/one.yaml", "One", "true")
                .with("FilesIT", "@ExperimentFiles(\"experiments\") class FilesIT {}");

        assertThat(DeclaringClasses.in(List.of(project.classes()))).containsExactly("shop.OuterIT");
        assertThat(DeclaringClasses.in(List.of(project.packed().classes()))).containsExactly("shop.OuterIT");
    }
}
