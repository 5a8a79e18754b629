package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The file that makes the image of a helper is the one that is documented. */
class HelperDockerfileTest {

    private static final String FILE = "META-INF/reliability/helper/Dockerfile";
    private static final Path ROOT = Path.of("..");
    private static final Pattern SHOWN = Pattern.compile("```dockerfile\n(.*?)```", Pattern.DOTALL);

    private static String shipped() throws IOException {
        try (InputStream file = DockerTarget.class.getClassLoader().getResourceAsStream(FILE)) {
            assertThat(file).as(FILE).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void isWhatThePageShows() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/containers.md"));
        Matcher shown = SHOWN.matcher(page);
        assertThat(shown.find()).isTrue();
        assertThat(shown.group(1)).isEqualTo(shipped());
        assertThat(page)
                .contains(
                        "unzip -p reliability-junit-VERSION.jar " + FILE + " | docker build",
                        "(../reliability-junit/src/main/resources/" + FILE + ")");
        assertThat(ROOT.resolve("reliability-junit/src/main/resources").resolve(FILE))
                .exists();
    }

    @Test
    void installsWhatTheAgentOfPodsDoes() throws IOException {
        assertThat(Files.readString(ROOT.resolve("reliability-k8s/agent/Dockerfile")))
                .contains(shipped());
    }
}
