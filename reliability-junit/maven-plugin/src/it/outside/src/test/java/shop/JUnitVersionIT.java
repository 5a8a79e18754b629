package shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JUnitVersionIT {

    @Test
    void isPrinted() throws IOException {
        System.out.println("JUnit " + Test.class.getPackage().getImplementationVersion());
        Files.writeString(Path.of("target", "class-path.txt"), System.getProperty("java.class.path"));
    }
}
