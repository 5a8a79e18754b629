package shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the tests of a project have on their class path. */
class ClassPathTest {

    @Test
    void isWritten() throws IOException {
        Files.writeString(Path.of("target", "class-path.txt"), System.getProperty("java.class.path"));
    }
}
